import type { VNode } from 'preact';
import type { Fallout, Flow } from '../../../client/index.ts';
import { withTimesIn } from '../../../client/printing/times.ts';
import type { Choice } from '../../../contract/fallout.ts';
import { correctableFields } from '../correctable-fields.ts';
import { CORRECTION } from '../forms.ts';
import { OwnForm, ReasonField } from './fields.tsx';

interface DecisionProps {
  reference: string;
  flow: Flow;
  formToken: string;
  fallout: Fallout;
  zone: string;
  mayResolve: boolean;
}

/** Why a person must decide, and a form for each answer that is possible. */
export function Decision({ fallout, zone, mayResolve, ...form }: DecisionProps): VNode {
  const { code, step, sentence, choices } = fallout;
  return (
    <section class="card decide" aria-labelledby="decide">
      <h2 id="decide">A person must decide</h2>
      <p>
        <b>{code}</b>
        {` at the step "${step}": ${withTimesIn(zone, sentence)}`}
      </p>
      {choices.map((choice) =>
        mayResolve ? (
          <Answer {...form} choice={choice} />
        ) : (
          <p>
            <b>{choice.action}</b>
            {`: ${choice.effect}`}
          </p>
        ),
      )}
      {!mayResolve && <p class="hint">Your roles do not allow you to answer.</p>}
    </section>
  );
}

interface AnswerProps extends Pick<DecisionProps, 'reference' | 'flow' | 'formToken'> {
  choice: Choice;
}

function Answer({ reference, flow, formToken, choice: { action, effect } }: AnswerProps): VNode {
  return (
    <details>
      <summary>
        <b>{action}</b>
        {`: ${effect}`}
      </summary>
      <OwnForm action={`/orders/${reference}/resolve`} formToken={formToken} once>
        <input type="hidden" name="action" value={action} />
        {action === 'adopt' && (
          <label>
            Octane's number of the order
            <input name="orderId" required autocomplete="off" />
          </label>
        )}
        {action === 'retry' && <Corrections flow={flow} />}
        <ReasonField />
        <button>{action}</button>
      </OwnForm>
    </details>
  );
}

function Corrections({ flow }: { flow: Flow }): VNode {
  return (
    <fieldset>
      <legend>Correct what was ordered; what is left empty stays as it is</legend>
      {correctableFields(flow).map(({ name, isNumber, description }) => (
        <label>
          {name}
          <input name={CORRECTION + name} inputMode={isNumber ? 'numeric' : undefined} autocomplete="off" />
          <small>{description}</small>
        </label>
      ))}
    </fieldset>
  );
}
