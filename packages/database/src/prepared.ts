import type { PoolClient } from "pg";
import { QueryFailedError, type DataSource } from "typeorm";

/** A statement that a connection parses and plans once and then knows by its name. */
export interface PreparedStatement {
  /** Unique within the service. */
  readonly name: string;
  readonly text: string;
}

/**
 * Runs a statement of a hot path on a connection of the pool and answers its rows. Planning a
 * statement anew can take longer than running it, which is what `DataSource.query` does.
 *
 * @throws QueryFailedError as `DataSource.query` does.
 */
export async function queryPrepared<Row extends object>(
  dataSource: DataSource,
  { name, text }: PreparedStatement,
  values: readonly unknown[],
): Promise<Row[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection = (await runner.connect()) as PoolClient;
    const query = { name, text, values: [...values] };
    const { rows } = await connection.query<Row>(query);
    return rows;
  } catch (error) {
    throw error instanceof Error
      ? new QueryFailedError(text, [...values], error)
      : error;
  } finally {
    await runner.release();
  }
}
