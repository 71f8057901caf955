import { openDatabase } from '@muniment/platform/postgres';
import { cloneDatabase } from '@muniment/testkit';
import { describe, expect, it } from 'vitest';
import { waitForDatabase } from './wait-for-database.ts';

describe('waiting for a database', () => {
  it('ends at once when it answers, after a while when it does not, and is no help against a wrong name', async () => {
    const database = await cloneDatabase();
    let told = 0;
    const onWait = () => told++;
    expect(await waitForDatabase(database.pool, { onWait })).toBeNull();
    expect(told).toBe(0);

    const nowhere = openDatabase({ ...database.connection, port: 1 });
    const reason = await waitForDatabase(nowhere, { onWait, milliseconds: 500 });
    expect(reason).toBeInstanceOf(Error);
    expect(told).toBe(1);
    await nowhere.end();

    const unknown = openDatabase({ ...database.connection, database: 'none_such' });
    await expect(waitForDatabase(unknown, { milliseconds: 60_000 })).rejects.toMatchObject({ code: '3D000' });
    await unknown.end();
    await database.drop();
  });
});
