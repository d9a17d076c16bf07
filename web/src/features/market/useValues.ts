import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { newestValues, values } from "@/api/values";
import { onTopic, usePaused, type LiveValue } from "@/live";
import { titleOf, type SeriesName } from "./series";
import type { Picture } from "./picture";
import type { Place } from "./useBars";
import { useRefetchAfter } from "./useRefetchAfter";
import type { Value } from "./values";

/** The live topic carries the newest value, twenty times a second at most: well below that nothing is left out. */
const MOST_IN_WINDOW = 20;
const WINDOW_MS = 2_000;
/** Of the newest values, when some came too fast to be told. */
const FILL_LIMIT = 1_000;

const valueOf = (value: { sequence: number; ts_event: number; value: number }): Value => ({
  sequence: value.sequence,
  time: value.ts_event / 1e9,
  value: value.value,
});

/** One series into the picture: its values so far, then each that comes, and those that came too fast to be told. */
export function useValues(place: Place, series: SeriesName, picture: Picture, changed: () => void) {
  const { run, instrumentId, isNewest } = place;
  const { source, name } = series;
  const asked = { run, name, instrument_id: instrumentId };
  const history = useQuery(values.series(source, asked));
  const [isPaused] = usePaused();
  useRefetchAfter(place.isMoving, history.refetch);
  useRefetchAfter(isPaused, history.refetch);
  useEffect(() => {
    if (!history.data) return;
    picture.putValues(titleOf({ source, name }), history.data.map(valueOf));
    changed();
  }, [history.data, picture, changed, source, name]);
  useEffect(() => {
    if (!isNewest) return undefined;
    const put = (found: Value[]): void => {
      picture.putValues(titleOf({ source, name }), found);
      changed();
    };
    const filling = new AbortController();
    let count = 0;
    let isOwed = false;
    const fill = async (): Promise<void> => {
      const isFast = count > MOST_IN_WINDOW;
      count = 0;
      if (!isFast && !isOwed) return;
      isOwed = true; // until it has succeeded after the last fast window
      const found = await newestValues(source, { run, name, instrument_id: instrumentId }, FILL_LIMIT, filling.signal);
      isOwed = isFast;
      put(found.map(valueOf));
    };
    // A failure is owed again in the next window; what is wrong is said by the panels' own queries.
    const timer = setInterval(() => void fill().catch(() => undefined), WINDOW_MS);
    const leave = onTopic<LiveValue>("values", (items) => {
      const ours = items.filter(
        (item) =>
          item.run === run && item.source === source && item.name === name && item.instrument_id === instrumentId,
      );
      count += ours.length;
      if (ours.length) put(ours.map(valueOf));
    });
    return () => {
      leave();
      clearInterval(timer);
      filling.abort();
    };
  }, [run, instrumentId, isNewest, source, name, picture, changed]);
  return history;
}
