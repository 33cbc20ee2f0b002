import type { Event, PropertySnapshot } from "@rentezy/contracts";
import type { DataSource } from "@rentezy/database";
import { once } from "@rentezy/events";
import { followProperty } from "../use-cases/follow-property.js";

/** property.*.v1: the stock follows the landlord's rooms. */
export const onPropertyChanged =
  (dataSource: DataSource) =>
  async (event: Event<PropertySnapshot>): Promise<void> => {
    await dataSource.transaction((manager) =>
      once(manager, event, () => followProperty(manager, event.data)),
    );
  };
