import type { VNode } from 'preact';
import type { AppointmentSlot, Progress } from '../../../client/index.ts';
import { fromTo } from '../../../client/printing/times.ts';
import { SLOT_TYPES } from '../../../contract/update-requests.ts';
import { OwnForm, ReasonField } from './fields.tsx';
import { Layout, type Frame } from './layout.tsx';

interface ReschedulePageProps {
  frame: Frame;
  progress: Progress;
  zone: string;
  /** The day that the slots were asked for from; missing for Octane's earliest. */
  notBefore?: string | undefined;
  /** Or why there are none to choose from. */
  slots: readonly AppointmentSlot[] | { notListed: string };
}

/** What the appointment can be moved to. */
export function ReschedulePage({ frame, progress, zone, notBefore, slots }: ReschedulePageProps): VNode {
  const { reference, appointment } = progress;
  const action = `/orders/${reference}/reschedule`;
  const form = { action, formToken: frame.formToken };
  return (
    <Layout title={`Move the appointment of ${reference}`} frame={frame}>
      <p>
        {appointment
          ? `It is ${fromTo(appointment.startTime, appointment.endTime, zone)} now. `
          : 'No appointment is known. '}
        <a href={`/orders/${reference}`}>Back to the order</a>
      </p>
      <form method="get" action={action} class="card">
        <label>
          Show slots from
          <input name="notBefore" type="date" value={notBefore} />
        </label>
        <button class="plain">Show</button>
      </form>
      {'notListed' in slots ? (
        <p class="notice" role="status">
          {slots.notListed}
        </p>
      ) : (
        <Slots {...form} slots={slots} zone={zone} />
      )}
      <FirstThatFits {...form} notBefore={notBefore} />
    </Layout>
  );
}

interface FormProps {
  action: string;
  formToken: string;
}

function Slots({ slots, zone, ...form }: FormProps & { slots: readonly AppointmentSlot[]; zone: string }): VNode {
  if (slots.length === 0) return <p class="card">Octane offers no slot.</p>;
  return (
    <OwnForm {...form} class="card" once>
      <fieldset class="slots">
        <legend>Free slots</legend>
        {slots.map(({ slotId, startTime, endTime, slotType }) => (
          <label>
            <input type="radio" name="slotId" value={slotId} required />
            {`${fromTo(startTime, endTime, zone)}${slotType === undefined ? '' : ` (${slotType})`}`}
          </label>
        ))}
      </fieldset>
      <ReasonField />
      <button>Move it to this slot</button>
    </OwnForm>
  );
}

/** For a wish that is no slot, and where Octane does not list them. */
function FirstThatFits({ notBefore, ...form }: FormProps & { notBefore?: string | undefined }): VNode {
  return (
    <details class="card">
      <summary>Or take the first slot that fits</summary>
      <OwnForm {...form} once>
        <label>
          Not before
          <input name="notBefore" type="date" value={notBefore} />
        </label>
        <label>
          Half of the day
          <select name="slotType">
            <option value="">any</option>
            {SLOT_TYPES.map((half) => (
              <option>{half}</option>
            ))}
          </select>
        </label>
        <ReasonField />
        <button>Move it to the first that fits</button>
      </OwnForm>
    </details>
  );
}
