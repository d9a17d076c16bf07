/**
 * Items of the live topics, as they come. Amounts are decimal texts in the account's currency, times nanoseconds UTC,
 * which as numbers keep a quarter of a microsecond: order by `sequence`.
 */

/** `quotes.<instrument_id>`, by instrument. */
export interface LiveQuote {
  run: number;
  instrument_id: string;
  sequence: number;
  ts_event: number;
  bid: number;
  ask: number;
  size: number;
  /** No source has quotes: made from trades. */
  derived: boolean;
}

/** `bars`, by `<instrument_id> <step_seconds>`; and `bars.<instrument_id>`, each of the base step. */
export interface LiveBar {
  run: number;
  instrument_id: string;
  step_seconds: number;
  sequence: number;
  /** The bar's close. */
  ts_event: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** `trades.<instrument_id>`, by instrument: the newest since the last item, `lost` those that were left out. */
export interface LiveTrades {
  run: number;
  instrument_id: string;
  lost: number;
  trades: { sequence: number; ts_event: number; price: number; size: number; side: string }[];
}

/** `values`, by `<source> <name> <instrument_id>`. */
export interface LiveValue {
  run: number;
  source: string;
  name: string;
  instrument_id: string;
  sequence: number;
  ts_event: number;
  value: number;
}

/** `orders`: each change of status; with status REFUSED and no venue order id what the gate refused. */
export interface LiveOrder {
  run: number;
  account: string;
  ts_event: number;
  sequence: number;
  status: string;
  reason: string;
  client_order_id: string;
  strategy_id: string;
  instrument_id: string;
  side: string;
  quantity: string;
  order_type: string;
  price: string | null;
  trigger_price: string | null;
  time_in_force: string;
  parent_id: string | null;
  reduce_only: boolean;
  replaces: string | null;
  venue_order_id?: string;
  filled_quantity?: string;
}

/** `fills`. */
export interface LiveFill {
  run: number;
  account: string;
  fill_id: string;
  client_order_id: string;
  strategy_id: string;
  instrument_id: string;
  side: string;
  quantity: string;
  price: string;
  multiplier: string;
  commission: string;
  currency: string;
  ts_event: number;
  sequence: number;
}

export interface LivePosition {
  instrument_id: string;
  kind: string;
  side: string;
  quantity: string;
  multiplier: string;
  average_price: string;
  mark_price: string;
  notional: string;
  market_value: string;
  unrealised: string;
  realised: string;
  commission: string;
}

/** `positions`, by account. */
export interface LivePositions {
  run: number;
  account: string;
  ts_event: number;
  positions: LivePosition[];
}

/** `account`, by account: at the last mark. */
export interface LiveAccount {
  run: number;
  account: string;
  account_type: string;
  currency: string;
  starting_cash: string;
  cash: string;
  equity: string;
  realised: string;
  commission: string;
  sequence: number;
  ts_event: number;
  final: boolean;
}

/** `risk`, key `limits <account>`: in force; sent each second. */
export interface LiveLimits {
  account: string;
  version: number;
  order_notional: string;
  position_notional: string;
  gross_exposure: string;
  daily_loss: string;
  halted: boolean;
  /** Wall time. */
  ts_event: number;
}

/** `risk`, key `measures <account>`: at the last mark. */
export interface LiveMeasures {
  run: number;
  account: string;
  gross_exposure: string;
  net_exposure: string;
  var_95: string | null;
  es_95: string | null;
  window: number;
  sequence: number;
  ts_event: number;
  final: boolean;
}

/** `margin`, by account. */
export interface LiveMargin {
  run: number;
  account: string;
  rule: string;
  equity: string;
  initial: string;
  maintenance: string;
  excess: string;
  not_covered: readonly string[];
  sequence: number;
  ts_event: number;
  final: boolean;
}

/** `performance`, by account. Fractions, not percent. */
export interface LivePerformance {
  run: number;
  account: string;
  observations: number;
  periods_per_year: number;
  total_return: number | null;
  volatility: number | null;
  sharpe: number | null;
  sharpe_standard_error: number | null;
  max_drawdown: number | null;
  arrival_slippage_bps: number | null;
  fills: number;
  sequence: number;
  ts_event: number;
  final: boolean;
}

/** `runs`: a start, which has a session, or a change of speed or state. */
export interface LiveRun {
  run: number;
  ts_event: number;
  speed: number;
  state?: string;
  session?: string;
}

/** `watermarks`, by consumer. */
export interface LiveWatermark {
  run: number;
  consumer: string;
  sequence: number;
  ts_event: number;
  final: boolean;
}
