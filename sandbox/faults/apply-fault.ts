import { setTimeout } from 'node:timers/promises';
import { errorAnswer, INVALID_ACCESS, MAINTENANCE_PAGE, type Answer } from '../answer.ts';
import { rewriteAnswer } from './rewrite-answer.ts';
import type { FaultRule } from './scenario.ts';

/** Two ways to carry out a call that a fault has hit. */
export interface CallToApply {
  /** Carries it out now, each time. */
  handle: () => Promise<Answer>;
  /** Carries it out so many seconds of the sandbox's time after the call, without an answer. */
  handleLater: (delaySeconds: number) => void;
}

/** Answers a call that a fault has hit. */
export async function applyFault(fault: FaultRule, { handle, handleLater }: CallToApply): Promise<Answer> {
  const inPlaceOfAnswer = async (when: 'before' | 'after', answer: Answer): Promise<Answer> => {
    if (when === 'after') await handle();
    return answer;
  };
  const changed = async (change: (answer: Exclude<Answer, string>) => Answer): Promise<Answer> => {
    const answer = await handle();
    return typeof answer === 'string' ? answer : change(answer);
  };
  switch (fault.fault) {
    case 'reset':
      return inPlaceOfAnswer(fault.when, 'reset');
    case 'hang':
      return inPlaceOfAnswer(fault.when, 'hang');
    case 'late': {
      if (fault.when === 'before') await wait(fault.delay);
      const answer = await handle();
      if (fault.when === 'after') await wait(fault.delay);
      return answer;
    }
    case 'twice':
      await handle();
      return handle();
    case 'deferred':
      handleLater(fault.delaySeconds);
      return 'reset';
    case 'status':
      return inPlaceOfAnswer(fault.when, statusAnswer(fault.httpStatus, fault.retryAfter));
    case 'webPage':
      return inPlaceOfAnswer(fault.when, MAINTENANCE_PAGE);
    case 'notJson':
      return inPlaceOfAnswer(fault.when, { httpStatus: 200, contentType: 'application/json', body: 'Done' });
    case 'notUtf8':
      return inPlaceOfAnswer(fault.when, {
        httpStatus: 200,
        contentType: 'application/json',
        body: '{"success":true,"message":"Zoë"}',
        encoding: 'latin1',
      });
    case 'half':
      return changed((answer) => ({ ...answer, body: answer.body.slice(0, answer.body.length / 2) }));
    case 'wrongContentType':
      return changed((answer) => ({ ...answer, contentType: 'application/octet-stream' }));
    case 'answer': {
      const { httpStatus, contentType, body } = fault;
      return inPlaceOfAnswer(fault.when, { httpStatus, contentType, body });
    }
    case 'rewrite':
      return changed((answer) =>
        answer.contentType === 'application/json'
          ? { ...answer, body: JSON.stringify(rewriteAnswer(fault, JSON.parse(answer.body))) }
          : answer,
      );
  }
}

/** In real time. It does not keep the process alive. */
async function wait(milliseconds: number): Promise<void> {
  await setTimeout(milliseconds, undefined, { ref: false });
}

function statusAnswer(httpStatus: number, retryAfter: string | undefined): Answer {
  const answer = httpStatus === 403 ? INVALID_ACCESS : errorAnswer(httpStatus, 'A fault of the sandbox');
  return {
    ...answer,
    headers: {
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
      ...(httpStatus < 400 && { location: '/login' }),
    },
  };
}
