import type { z } from 'zod';
import { redact } from '../contract/redaction.ts';
import type { Exchange } from './exchange.ts';
import { treatmentOf, type Treatment } from './personal-fields.ts';
import type { StandIns } from './stand-ins.ts';

type Json = z.core.util.JSONType;

/** The exchange with people's data replaced. Numbers of customers, orders and plans stay: they name no person outside of Octane. */
export function withoutPeople({ request, answer }: Exchange, standIns: StandIns): Exchange {
  const about = [request, answer];
  return {
    request: {
      method: request.method,
      path: standIns.forIdsIn(request.path),
      query: Object.fromEntries(
        Object.entries(request.query).map(([name, value]) => [
          name,
          treatmentOf(name, 'keep') === 'replace' ? standIns.for(value) : standIns.forIdsIn(value),
        ]),
      ),
      ...(request.body !== undefined && { body: changed(request.body, 'keep') }),
    },
    answer: {
      ...answer,
      ...(answer.json !== undefined && { json: changed(answer.json, 'keep') }),
      ...(answer.text !== undefined && { text: standIns.forIdsIn(redact(answer.text, about)) }),
    },
  };

  function changed(value: Json, treatment: Treatment): Json {
    if (typeof value === 'string') return changedText(value, treatment);
    if (typeof value === 'number')
      return treatment === 'replace' ? Number(standIns.for(String(Math.abs(value)))) : value;
    if (Array.isArray(value)) return value.map((item) => changed(item, treatment));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [field, changed(inner, treatmentOf(field, treatment))]),
    );
  }

  function changedText(text: string, treatment: Treatment): string {
    switch (treatment) {
      case 'replace':
        return standIns.for(text);
      case 'redact':
        return standIns.forIdsIn(redact(text, about));
      case 'keep':
        return standIns.forIdsIn(text);
    }
  }
}
