import { readSettings } from '../../sandbox/settings.ts';

const REQUIRED = { SANDBOX_USERNAME: 'u', SANDBOX_PASSWORD: 'p' };

test('defaults', () => {
  expect(readSettings({ ...REQUIRED, SANDBOX_SPEED: '' })).toEqual({
    ...REQUIRED,
    SANDBOX_HOST: '127.0.0.1',
    SANDBOX_PERSONALITY: 'standard',
    SANDBOX_PORT: 8480,
    SANDBOX_GROUP_NO: '123',
    SANDBOX_SPEED: 1,
  });
});

test('one message names every wrong setting and shows no value', () => {
  const read = () =>
    readSettings({ SANDBOX_PASSWORD: 'hush', SANDBOX_PORT: '99999', SANDBOX_SPEED: '0', SANDBOX_GROUP_NO: 'abc' });
  expect(read).toThrow(/SANDBOX_PORT.*SANDBOX_USERNAME.*SANDBOX_GROUP_NO.*SANDBOX_SPEED/);
  expect(read).not.toThrow(/hush|99999|abc/);
});
