import {
  Suspense,
  lazy,
  useEffect,
  useImperativeHandle,
  useMemo,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type Ref,
} from "react";
import { Button } from "./Button";
import { ChartFrame, PICTURE, TABLE_BAR } from "./ChartFrame";
import { Empty } from "./Empty";
import { ErrorBox } from "./ErrorBox";
import { formatAmount, formatTime } from "./format";
import type { PriceCanvas, TimeRange } from "./priceCanvas";
import { PriceFeed } from "./priceFeed";
import { PriceLegend } from "./PriceLegend";
import { keptBars, paneValues, summary, type Bar, type Marker, type Pane, type Point } from "./priceModel";
import { Skeleton } from "./Skeleton";
import { useCanvas } from "./useCanvas";

export type { TimeRange } from "./priceCanvas";
export type { Bar, Marker, Pane, Point } from "./priceModel";

export interface PriceChartHandle {
  /** A new bar or a newer state of one; drawn ten times a second at most. */
  update: (bar: Bar) => void;
  updatePane: (name: string, point: Point) => void;
}

export interface PriceChartProps {
  label: string;
  currency: string;
  /** In order of time. A new array replaces what live updates brought. */
  bars: readonly Bar[];
  /** One below the other under the volume, on the same axis of time. */
  panes?: readonly Pane[];
  markers?: readonly Marker[];
  range?: TimeRange;
  /** The person moved or zoomed; at most four times a second. */
  onRange?: (range: TimeRange) => void;
  /** A marker was pressed. */
  onMarker?: (id: string) => void;
  /** Pixels of the picture. */
  height?: number;
  /** Decimals of prices. */
  precision?: number;
  ref?: Ref<PriceChartHandle>;
}

const NONE: readonly never[] = [];
/** Tables are loaded when one is looked at. */
const PriceTable = lazy(async () => ({ default: (await import("./PriceTable")).PriceTable }));

/** Candles, volume and panes on one axis of time. */
export function PriceChart(props: PriceChartProps) {
  // The drawing writes prices in one way for good, so another way is another drawing.
  return <Chart key={props.precision} {...props} />;
}

function Chart({ ref, ...props }: PriceChartProps) {
  const { label, currency, bars, panes = NONE, markers = NONE, range, height = 480, precision = 2 } = props;
  const base = useMemo(() => keptBars(bars), [bars]);
  const model = useMemo(() => ({ ...base, panes: paneValues(base.bars, panes) }), [base, panes]);
  const [feed] = useState(() => new PriceFeed(model));
  const canvas = usePriceCanvas(feed, precision);
  useEffect(() => feed.setModel(model), [feed, model]);
  useEffect(() => feed.setMarkers(markers), [feed, markers]);
  const [from, to] = [range?.from, range?.to];
  useEffect(() => feed.setRange(from === undefined || to === undefined ? undefined : { from, to }), [feed, from, to]);
  const { onRange, onMarker } = props;
  useEffect(() => feed.setListeners({ onRange, onMarker }), [feed, onRange, onMarker]);
  useImperativeHandle(ref, () => ({ update: feed.update, updatePane: feed.updatePane }), [feed]);

  const isEmpty = bars.length === 0;
  return (
    <ChartFrame
      label={label}
      summary={summary(model, label, currency, precision)}
      height={height}
      isLoading={!canvas.drawing && !canvas.problem}
      legend={<PriceLegend feed={feed} currency={currency} precision={precision} />}
      actions={
        <Button kind="quiet" disabled={isEmpty} onClick={() => canvas.drawing?.fit()}>
          Fit<span className="sr-only"> all bars</span>
        </Button>
      }
      note={<Note left={model.left} shown={model.bars.length} />}
      picture={
        <>
          {canvas.problem ? <ErrorBox problem={canvas.problem} onRetry={canvas.retry} /> : null}
          <Plot feed={feed} canvas={canvas} label={label} />
          {isEmpty && !canvas.problem ? (
            <div className="absolute inset-0 z-10 flex items-center justify-center bg-panel">
              <Empty title="No bars in this range." />
            </div>
          ) : null}
        </>
      }
      table={
        <Suspense fallback={<Skeleton height={height} />}>
          <PriceTable {...{ label, feed, currency, precision }} height={height - TABLE_BAR} />
        </Suspense>
      }
    />
  );
}

function usePriceCanvas(feed: PriceFeed, precision: number) {
  const canvas = useCanvas<PriceCanvas>(async (host) => {
    const { createPriceCanvas } = await import("./priceCanvas");
    const { setCrosshair: onCrosshair, rangeShown: onRange, markerPressed: onMarker } = feed;
    return createPriceCanvas(host, { precision, panes: feed.model.panes, onCrosshair, onRange, onMarker });
  });
  useEffect(() => feed.setDrawing(canvas.drawing), [feed, canvas.drawing]);
  useEffect(() => () => feed.stop(), [feed]);
  return canvas;
}

interface PlotProps {
  feed: PriceFeed;
  canvas: ReturnType<typeof usePriceCanvas>;
  label: string;
}

const KEYS = "Arrow keys move the crosshair, with Shift the picture; plus and minus zoom; Escape leaves.";

/** The picture itself, which the keyboard can move as the pointer does. */
function Plot({ feed, canvas: { host, drawing }, label }: PlotProps) {
  const [isKeyed, setKeyed] = useState(false);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!drawing || event.ctrlKey || event.metaKey || event.altKey || !act(event, feed, drawing)) return;
    feed.touch();
    setKeyed(true);
    event.preventDefault();
  };
  return (
    <>
      {/* An application takes keys, as its label says. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={host}
        role="application"
        aria-roledescription="chart"
        aria-label={`${label}. ${KEYS}`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={feed.touch}
        onPointerMove={(event) => event.buttons > 0 && feed.touch()}
        onWheel={feed.touch}
        onBlur={() => {
          setKeyed(false);
          drawing?.point(null);
        }}
        className={PICTURE}
      />
      {isKeyed ? <Spoken feed={feed} /> : null}
    </>
  );
}

function act(event: KeyboardEvent, feed: PriceFeed, drawing: PriceCanvas): boolean {
  const side = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (side !== 0 && event.shiftKey) drawing.pan(side / 4);
  else if (side !== 0) feed.step(side);
  else if (event.key === "+" || event.key === "=") drawing.zoom(0.8);
  else if (event.key === "-") drawing.zoom(1.25);
  else if (event.key === "Escape") drawing.point(null);
  else return false;
  return true;
}

/** The bar under a crosshair that keys moved. */
function Spoken({ feed }: { feed: PriceFeed }) {
  useSyncExternalStore(feed.subscribe, feed.version);
  const bar = feed.legendBar();
  return (
    <p role="status" className="sr-only">
      {bar ? `${formatTime(bar.time * 1e9, "second")} close ${formatAmount(bar.close, "price")}` : ""}
    </p>
  );
}

function Note({ left, shown }: { left: number; shown: number }) {
  return (
    <>
      {left > 0 ? (
        <span className="text-warn">
          The newest {formatAmount(shown, "count")} of {formatAmount(left + shown, "count")} bars.
        </span>
      ) : null}
      <a
        href="https://www.tradingview.com/"
        target="_blank"
        rel="noreferrer"
        className="ml-auto min-h-[24px] underline hover:text-text"
      >
        Charts by TradingView
      </a>
    </>
  );
}
