import { useEffect, useMemo, useState } from "react";
import { Painter, type Shown } from "./painter";
import type { Picture } from "./picture";

/** A painter for the picture, and what its chart is to be drawn anew with. */
export function usePainter(picture: Picture): { painter: Painter; shown: Shown } {
  const [shown, setShown] = useState<Shown>(() => ({ step: picture.step, ...picture.blank() }));
  const painter = useMemo(() => new Painter(picture, setShown), [picture]);
  useEffect(() => {
    painter.start();
    return () => painter.stop();
  }, [painter]);
  // After the chart's own effects, so that it has taken what is shown before it is told what came since.
  useEffect(() => painter.drawn(shown), [painter, shown]);
  return { painter, shown };
}
