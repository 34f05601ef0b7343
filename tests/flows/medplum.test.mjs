// MedplumClient (@medplum/core) on node. `test_medplum.py` starts it beside a served house: BASE, COOKIE.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MedplumClient, OperationOutcomeError, createReference } from '@medplum/core';

const [base, cookie] = [process.env.BASE, process.env.COOKIE];
const split = base.lastIndexOf('/') + 1;
const client = (headers = {}) => new MedplumClient({
  baseUrl: base.slice(0, split),
  fhirUrlPath: base.slice(split),
  cacheTime: 0,
  fetch: (url, options) => fetch(url, { ...options, headers: { ...options?.headers, Cookie: cookie, ...headers } }),
});
const medplum = client();
const name = [{ family: '演示', given: ['新'] }];
const refused = (status) => (error) => error instanceof OperationOutcomeError
  && error.outcome.resourceType === 'OperationOutcome' && error.outcome.issue[0].code === status;

test('a resource is created, read, updated, patched and deleted', async () => {
  const made = await medplum.createResource({ resourceType: 'Patient', name, gender: 'female' });
  assert.deepEqual(await medplum.readResource('Patient', made.id), made);
  assert.deepEqual(await medplum.readReference(createReference(made)), made);
  const updated = await medplum.updateResource({ ...made, birthDate: '1960-02-29' });
  assert.equal(updated.meta.versionId, '2');
  const patched = await medplum.patchResource('Patient', made.id, [
    { op: 'test', path: '/gender', value: 'female' },
    { op: 'replace', path: '/gender', value: 'other' },
    { op: 'add', path: '/telecom', value: [] },
    { op: 'remove', path: '/telecom' },
  ]);
  assert.deepEqual([patched.gender, patched.meta.versionId], ['other', '3']);
  await assert.rejects(
    medplum.patchResource('Patient', made.id, [{ op: 'test', path: '/gender', value: 'male' }]), refused('conflict'));
  await medplum.deleteResource('Patient', made.id);
  await assert.rejects(medplum.readResource('Patient', made.id), refused('deleted'));
});

test('what is the same is no new version', async () => {
  const made = await medplum.createResource({ resourceType: 'Patient', name });
  assert.deepEqual(await medplum.updateResource(made), made);
});

test('an old version does not overwrite a newer one', async () => {
  const made = await medplum.createResource({ resourceType: 'Patient', name, gender: 'female' });
  const careful = client({ 'If-Match': 'W/"1"' });
  await careful.updateResource({ ...made, gender: 'male' });
  await assert.rejects(careful.updateResource({ ...made, gender: 'other' }), OperationOutcomeError);
  assert.equal((await medplum.readResource('Patient', made.id)).gender, 'male');
});

test('histories and versions', async () => {
  const made = await medplum.createResource({ resourceType: 'Patient', name, gender: 'female' });
  await medplum.updateResource({ ...made, gender: 'male' });
  const history = await medplum.readHistory('Patient', made.id);
  assert.equal(history.type, 'history');
  assert.deepEqual(history.entry.map((one) => one.resource.gender), ['male', 'female']);
  assert.equal((await medplum.readVersion('Patient', made.id, '1')).gender, 'female');
});

test('searches, page by page', async () => {
  const asked = { code: 'http://loinc.org|8867-4', _count: '7', _sort: '-date' };
  const ids = [];
  for await (const page of medplum.searchResourcePages('Observation', asked)) {
    assert.ok(page.length <= 7);
    ids.push(...page.map((one) => one.id));
  }
  assert.equal(ids.length, 60);
  assert.equal(new Set(ids).size, 60);
  const women = await medplum.searchResources('Observation', 'patient.gender=female&date=ge2025-06-05&_count=50');
  assert.equal(women.length, 6);
  assert.equal((await medplum.searchOne('Patient', { _id: 'p03' })).id, 'p03');
  assert.equal(await medplum.searchOne('Patient', { _id: 'nobody' }), undefined);
  const bundle = await medplum.search('Observation', { patient: 'p03', _include: 'Observation:patient', _count: 50 });
  assert.deepEqual(bundle.entry.filter((one) => one.search.mode === 'include').map((one) => one.resource.id), ['p03']);
});

test('what is not supported is refused by name', async () => {
  await assert.rejects(medplum.searchResources('Patient', { colour: 'blue' }), refused('not-supported'));
  await assert.rejects(medplum.createResource({ resourceType: 'Patient', gender: '?' }), OperationOutcomeError);
});

test('nothing is created twice, and the one that meets a condition is updated', async () => {
  const identifier = [{ system: 'urn:demo:once', value: 'A1' }];
  const organization = { resourceType: 'Organization', name: '演示机构', identifier };
  const made = await medplum.createResourceIfNoneExist(organization, 'identifier=urn:demo:once|A1');
  const again = await medplum.createResourceIfNoneExist(organization, 'identifier=urn:demo:once|A1');
  assert.equal(again.id, made.id);
  const upserted = await medplum.upsertResource({ ...organization, active: true }, { identifier: 'urn:demo:once|A1' });
  assert.deepEqual([upserted.id, upserted.active], [made.id, true]);
});

test('a batch and a transaction', async () => {
  const batch = await medplum.executeBatch({
    resourceType: 'Bundle', type: 'batch', entry: [
      { request: { method: 'GET', url: 'Patient/p01' } },
      { request: { method: 'GET', url: 'Patient/nobody' } },
    ],
  });
  assert.deepEqual(batch.entry.map((one) => one.response.status.slice(0, 3)), ['200', '404']);
  const patient = 'urn:uuid:6d2a5b6e-0d8a-4b7a-9a0e-3f6f6f1f2a10';
  const written = await medplum.executeBatch({
    resourceType: 'Bundle', type: 'transaction', entry: [
      { request: { method: 'POST', url: 'Encounter' }, resource: {
        resourceType: 'Encounter', status: 'planned', class: { code: 'AMB' }, subject: { reference: patient } } },
      { fullUrl: patient, request: { method: 'POST', url: 'Patient' }, resource: { resourceType: 'Patient', name } },
    ],
  });
  const encounter = await medplum.readReference({ reference: written.entry[0].response.location.split('/_history')[0]
    .split('/').slice(-2).join('/') });
  assert.match(encounter.subject.reference, /^Patient\//);
});

test('reads at once are sent as one batch', async () => {
  const batching = new MedplumClient({
    baseUrl: base.slice(0, split), fhirUrlPath: base.slice(split), cacheTime: 0, autoBatchTime: 30,
    fetch: (url, options) => fetch(url, { ...options, headers: { ...options?.headers, Cookie: cookie } }),
  });
  const found = await Promise.all(['p01', 'p02', 'p03'].map((id) => batching.readResource('Patient', id)));
  assert.deepEqual(found.map((one) => one.id), ['p01', 'p02', 'p03']);
});

test('a resource is validated', async () => {
  const outcome = await medplum.validateResource({ resourceType: 'Patient', name });
  assert.equal(outcome.resourceType, 'OperationOutcome');
});
