import type { Call } from './call.ts';
import type { ActivationRequest, DisconnectionRequest, ModificationRequest } from './create-request.ts';
import type { Place } from './location.ts';
import { isTooFastForFirstGeneration } from './order-effects.ts';
import type { Premises } from './premises.ts';
import type { QualificationRecord } from './qualification.ts';
import type { Records } from './records.ts';
import { invalid, type Refusal } from './refusal.ts';
import type { Service } from './service.ts';

type ChangeRequest = ModificationRequest | DisconnectionRequest;

const isActive = ({ status }: Service): boolean => status === 'Active';
const ACTIVE = { fits: isActive, wanted: 'active NBN service' };

/** The services for which an order can be placed. */
const FITS: Record<ChangeRequest['subOrderType'], { fits: (service: Service) => boolean; wanted: string }> = {
  PlanChange: ACTIVE,
  Suspend: ACTIVE,
  Unsuspend: { fits: ({ status }) => status === 'Suspended', wanted: 'suspended NBN service' },
  Shape: { fits: (service) => isActive(service) && !service.shaped, wanted: 'active NBN service that is not shaped' },
  Unshape: { fits: (service) => isActive(service) && service.shaped, wanted: 'shaped NBN service' },
  Disconnect: {
    fits: (service) => isActive(service) || service.status === 'Suspended',
    wanted: 'active or suspended NBN service',
  },
};

/**
 * The service that a change or a disconnection is for. The request names no line (documented), so it is the first that fits.
 *
 * @throws Refusal a validation error.
 */
export function serviceToChange(records: Records, request: ChangeRequest): Service {
  const { fits, wanted } = FITS[request.subOrderType];
  const service = records.services(request.service.custNo).find(fits);
  if (!service) throw invalid('service.custNo', `The customer has no ${wanted}`);
  if (request.subOrderType === 'PlanChange') {
    records.catalogue.requireAvailable(request.service.planNo, service.location.technologyType);
    if (service.planNo === request.service.planNo)
      throw invalid('service.planNo', 'The service is on this plan already');
  }
  return service;
}

/**
 * The service that an activation will connect; it is not in the records yet.
 *
 * @throws Refusal a validation error.
 */
export function serviceToConnect(records: Records, request: ActivationRequest, { now, by }: Call): Service {
  const { custNo, planNo } = request.service;
  records.catalogue.requireOffered(planNo, 'service.planNo');
  const qualification = qualificationOf(records, request);
  records.catalogue.requireAvailable(planNo, qualification.location.technologyType);
  const place = placeOf(records, request, qualification);
  if (place && records.premises.generation(place) === 1 && isTooFastForFirstGeneration(records.catalogue, planNo)) {
    throw invalid(
      'service.planNo',
      'Not on first-generation equipment: activate a plan up to 1000 Mbps, then change it',
    );
  }
  return {
    custNo,
    lineSeqNo: records.services(custNo).length + 1,
    location: qualification.location,
    ...(place && { place }),
    planNo,
    status: 'Pending',
    shaped: false,
    addedAt: now,
    addedBy: by,
    modifiedAt: now,
  };
}

function qualificationOf(records: Records, request: ActivationRequest): QualificationRecord {
  const issued = records.qualification(request.qualificationSearchId);
  if (
    issued?.ids.remoteOrderId !== request.remoteOrderId ||
    issued.ids.remoteQualificationSearchId !== request.remoteQualificationSearchId
  ) {
    throw invalid('qualificationSearchId', 'No service qualification was issued with these three ids');
  }
  if (issued.location.readiness === 'notServiceable')
    throw invalid('qualificationSearchId', 'The location is not serviceable');
  if (issued.serviceClass !== request.serviceClass)
    throw invalid('serviceClass', `The service qualification says ${issued.serviceClass}`);
  return issued;
}

/** undefined where the NTD has yet to be built. */
function placeOf(
  { premises }: Records,
  { subOrderType, infrastructureOption }: ActivationRequest,
  { location }: QualificationRecord,
): Place | undefined {
  const { infrastructureID, portID, installOption } = infrastructureOption;
  const offered = premises.infrastructures(location).find(({ id }) => id === infrastructureID);
  if (!offered) throw wrong('infrastructureID', 'Not at this location');
  if (!offered.installOptions?.includes(installOption)) throw wrong('installOption', 'Not offered here');
  if (!offered.ntdPort && portID !== undefined) throw wrong('portID', 'Only with an existing NTD');
  const place = premises.find(location, infrastructureID, portID);
  if (!place) {
    if (offered.ntdPort) throw wrong('portID', 'Not on this NTD');
    if (subOrderType !== 'New') throw invalid('subOrderType', 'There is no service here to take over');
    return undefined;
  }
  requireSubOrderType(premises, place, { subOrderType, infrastructureOption });
  return place;
}

/** @throws Refusal a validation error, when what is there takes another order than this. */
function requireSubOrderType(
  premises: Premises,
  place: Place,
  { subOrderType, infrastructureOption }: Pick<ActivationRequest, 'subOrderType' | 'infrastructureOption'>,
): void {
  const { transferWaiverAccepted, potsWaiverAccepted, csn } = infrastructureOption;
  const field = place.port === undefined ? 'infrastructureID' : 'portID';
  const legacy = premises.isLegacy(place);
  const used = premises.isUsed(place);
  switch (subOrderType) {
    case 'New':
      if (legacy) throw wrong(field, 'A service from before nbn is on the line: place a Transition');
      if (used) throw wrong(field, 'In use: place a Transfer');
      break;
    case 'Transfer':
      if (legacy) throw wrong(field, 'A service from before nbn is on the line: place a Transition');
      if (!used) throw wrong(field, 'Not in use: place a New');
      if (!transferWaiverAccepted) throw wrong('transferWaiverAccepted', 'Has to be true for a Transfer');
      break;
    case 'Transition':
      if (!legacy) throw invalid('subOrderType', 'There is no copper line here to make a transition from');
      if (!potsWaiverAccepted && csn === undefined)
        throw wrong('potsWaiverAccepted', 'Has to be true for a Transition without csn');
      break;
  }
}

function wrong(field: string, message: string): Refusal {
  return invalid(`infrastructureOption.${field}`, message);
}
