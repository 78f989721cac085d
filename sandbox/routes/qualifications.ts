import { qualificationRequest } from '../../octane/qualifications.ts';
import { json } from '../answer.ts';
import type { Handlers } from '../call.ts';
import { locationOf } from '../location.ts';
import { qualificationView, qualify } from '../qualification.ts';
import type { Records } from '../records.ts';
import { invalid, requestOf } from '../refusal.ts';

export function qualificationRoutes(records: Records): Handlers<'qualifyService'> {
  return {
    qualifyService: ({ body, now }) => {
      const location = locationOf(requestOf(qualificationRequest, body).locationId);
      if (!location) throw invalid('locationId', 'Unknown: the sandbox knows LOC followed by twelve digits');
      const record = qualify(location, records.premises);
      records.keepQualification(record);
      const answer = json(qualificationView(record, records, now));
      if (location.contested) records.premises.takeByOthers({ location, unit: 1, port: 1 });
      return answer;
    },
  };
}
