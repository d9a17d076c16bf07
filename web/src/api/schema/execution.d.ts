// Made by `npm run client` from the routes of the engines; not edited by hand.
export interface paths {
    "/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Corporate actions on a run's account, newest first */
        get: operations["get_actions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders, fills and refusals over session time, cumulative */
        get: operations["get_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Decisions of the risk gate, newest first */
        get: operations["get_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fills of a run, in order or newest first */
        get: operations["get_fills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["get_health_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that this needs works */
        get: operations["get_health_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["get_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["get_openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders of a run, in order or newest first */
        get: operations["get_orders"];
        put?: never;
        /** Send a manual order through the gate */
        post: operations["post_orders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{client_order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An order and everything that led to it */
        get: operations["get_orders_client_order_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{client_order_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an open order */
        post: operations["post_orders_client_order_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{client_order_id}/replace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a new order take the place of an open one, if the gate lets it pass */
        post: operations["post_orders_client_order_id_replace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pretrade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The gate's answer, without sending */
        post: operations["post_pretrade"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this is doing */
        get: operations["get_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ActionKind
         * @description In the order in which those of one ex date are applied: a dividend is of the shares before the split.
         * @enum {unknown}
         */
        ActionKind: "DIVIDEND" | "RENAME" | "SPLIT";
        /**
         * ActionView
         * @description A corporate action as it was applied to the account: once, before the first record of its ex date.
         */
        ActionView: {
            /** @description Signed quantity held after it. Method: before + entitled × (ratio − 1), in whole lots. */
            after: string;
            /** @description DIVIDEND: of one share; 0 otherwise. */
            amount: string;
            /** @description Signed quantity held right before it was applied. */
            before: string;
            /** @description Credited, negative: debited. Method: amount × entitled, or the fraction of a share × last price ÷ ratio. */
            cash: string;
            /** @description Signed quantity held when the ex date began. */
            entitled: string;
            ex_date: string;
            /** @description What was held before it. */
            instrument_id: string;
            /** @description Entity, kind and ex date. */
            key: string;
            kind: components["schemas"]["ActionKind"];
            /** @description It became known only when its ex date had begun, and was applied then. */
            late: boolean;
            /** @description SPLIT: shares that one became; 1 otherwise. */
            ratio: string;
            reason: string;
            /** @description Market record before it. */
            sequence: number;
            /** @description Who says so. */
            source: string;
            /** @description RENAME: what it goes on as; empty otherwise. */
            successor: string;
            /** @description Session time at which it took effect. */
            ts_event: number;
        };
        /** Activity */
        Activity: {
            /** @description Evenly spaced in session time, from after the start of the run to its last executed record. */
            points: components["schemas"]["ActivityPoint"][];
        };
        /**
         * ActivityPoint
         * @description How much had happened since the start of the run.
         */
        ActivityPoint: {
            /** @description Executions. */
            fills: number;
            /** @description Orders that the gate has decided on. */
            orders: number;
            /** @description Orders that the gate refused. */
            refused: number;
            /** @description Session time up to which is counted. */
            ts_event: number;
        };
        /** ActivityQuery */
        ActivityQuery: {
            /**
             * @description Most points between start and now
             * @default 60
             */
            points: number;
            /** @default null */
            run: number | null;
        };
        /** CheckView */
        CheckView: {
            /** @default  */
            detail: string;
            name: string;
            ok: boolean;
        };
        /**
         * DecisionQuery
         * @description `allowed` false: what the gate refused.
         */
        DecisionQuery: {
            /** @default null */
            allowed: boolean | null;
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /**
             * @description Most items in one page
             * @default 100
             */
            limit: number;
            /** @default null */
            run: number | null;
        };
        /**
         * DecisionView
         * @description The answer of the risk gate to one order.
         */
        DecisionView: {
            allowed: boolean;
            client_order_id: string;
            /** @description Each limit that was looked at, its figure with this order, and its ceiling, in the account's currency. */
            figures: [
                string,
                string,
                string
            ][];
            instrument_id: string;
            /** @description Version of the limits that it was judged by. */
            limits_version: number;
            /** @description Mid price at the decision, which slippage is measured against; null: no price yet. */
            mid: string | null;
            /** @description Shares or contracts asked for. */
            quantity: string;
            /** @description Why it was refused; empty when it was not. */
            reason: string;
            /** @description Order whose place it was to take. */
            replaces: string | null;
            /** @description Market record that had been processed. */
            sequence: number;
            side: components["schemas"]["OrderSide"];
            strategy_id: string;
            /** @description Session time. */
            ts_event: number;
        };
        /**
         * EventView
         * @description One link of an order's chain: signal, decision with each limit's figure, change, fill.
         */
        EventView: {
            /** @description Who asked, where a person or a program did. */
            actor: string;
            /** @description Order that it is of: another one where an order replaces or is replaced. Null: a signal. */
            client_order_id: string | null;
            /** @description The event as it was journaled. */
            detail: Record<string, never>;
            /** @description Hash of that record, as it was carried into the store. */
            journal_hash: string;
            /** @description Hash of the record before it, from the file; null: the file does not have it. */
            journal_prev_hash: string | null;
            /** @description Number of the record in the account's file journal. */
            journal_record: number;
            /** @description signalled, decided, changed or executed */
            kind: string;
            /** @description Null: it was carried before its place there was kept. */
            outbox: components["schemas"]["OutboxView"] | null;
            /** @description Market record that had been processed. */
            sequence: number;
            /** @description Session time. */
            ts_event: number;
            /** @description Recomputed from the file just now: the chain holds up to here, and the record says what is shown. Null: the file is not there. */
            verified: boolean | null;
        };
        /**
         * FieldError
         * @description One thing that is wrong in a request. `pointer` is a JSON pointer into the body, query or path.
         */
        FieldError: {
            detail: string;
            /** @description body, query or path */
            place: string;
            pointer: string;
        };
        /** FillQuery */
        FillQuery: {
            /** @default null */
            client_order_id: string | null;
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /** @default null */
            instrument_id: string | null;
            /**
             * @description Most items in one page
             * @default 100
             */
            limit: number;
            /** @default false */
            newest: boolean;
            /** @default null */
            run: number | null;
            /** @default null */
            strategy_id: string | null;
        };
        /**
         * FillView
         * @description One execution.
         */
        FillView: {
            client_order_id: string;
            /** @description Positive is a cost. */
            commission: string;
            currency: string;
            fill_id: string;
            instrument_id: string;
            /** @description Money that one contract gains per point of price; 1 for shares. */
            multiplier: string;
            /** @description Paid or received for one unit, slippage included. */
            price: string;
            /** @description Shares or contracts traded. */
            quantity: string;
            /** @description The run that it is of. */
            run: number;
            /** @description Market record whose derived book filled it. */
            sequence: number;
            side: components["schemas"]["OrderSide"];
            strategy_id: string;
            /** @description Session time of the fill. */
            ts_event: number;
        };
        /** Live */
        Live: {
            name: string;
            version: string;
        };
        /**
         * ManualOrder
         * @description Neither price nor trigger: at market. Price: limit. Trigger: stop. Both: stop-limit.
         */
        ManualOrder: {
            /** @description The same key is the same order */
            client_key: string;
            instrument_id: string;
            price?: string | null;
            /** @description Fixed-point decimal, such as 100 or 100.25 */
            quantity: string;
            run?: number | null;
            side: components["schemas"]["OrderSide"];
            trigger_price?: string | null;
        };
        /**
         * OrderChain
         * @description An order and everything that led to it and followed from it.
         */
        OrderChain: {
            decision: components["schemas"]["DecisionView"];
            events: components["schemas"]["EventView"][];
            fills: components["schemas"]["FillView"][];
            order: components["schemas"]["OrderView"];
            /** @description Null: nobody gave a reason; of a manual order see `order.actor`. */
            signal: components["schemas"]["SignalView"] | null;
        };
        /**
         * OrderQuery
         * @description `open`: what may still trade; false: what no longer can.
         */
        OrderQuery: {
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /** @default null */
            instrument_id: string | null;
            /**
             * @description Most items in one page
             * @default 100
             */
            limit: number;
            /** @default false */
            newest: boolean;
            /** @default null */
            open: boolean | null;
            /** @default null */
            run: number | null;
            /** @default null */
            status: components["schemas"]["OrderStatus"] | null;
            /** @default null */
            strategy_id: string | null;
        };
        /**
         * OrderSide
         * @enum {unknown}
         */
        OrderSide: "BUY" | "SELL";
        /**
         * OrderStatus
         * @enum {unknown}
         */
        OrderStatus: "ACCEPTED" | "CANCELLED" | "FILLED" | "PARTIALLY_FILLED" | "REFUSED" | "REJECTED";
        /**
         * OrderType
         * @enum {unknown}
         */
        OrderType: "LIMIT" | "MARKET" | "STOP" | "STOP_LIMIT";
        /**
         * OrderView
         * @description An order. Quantities and prices as fixed-point strings; `price` None where the type has none.
         */
        OrderView: {
            /** @description Who sent it, where a person or a program did; empty: its strategy. */
            actor: string;
            client_order_id: string;
            /** @description Paid on its fills; positive is a cost. */
            commission: string;
            /** @description Shares or contracts that have traded. */
            filled_quantity: string;
            instrument_id: string;
            /** @description Money that one contract gains per point of price; 1 for shares. */
            multiplier: string;
            order_type: components["schemas"]["OrderType"];
            /** @description Entry of the bracket that this is an exit of. */
            parent_id: string | null;
            /** @description Limit; null where the type has none. */
            price: string | null;
            /** @description Shares or contracts asked for. */
            quantity: string;
            /** @description Of the last change of status; empty where none is needed. */
            reason: string;
            /** @description Order that took its place. */
            replaced_by: string | null;
            /** @description Order whose place it was sent to take. */
            replaces: string | null;
            /** @description The run that it is of. */
            run: number;
            /** @description Market record that had been processed when the gate decided. */
            sequence: number;
            side: components["schemas"]["OrderSide"];
            /** @description Name of that signal. */
            signal: string | null;
            /** @description Signal of the strategy that led to it. */
            signal_id: string | null;
            /** @description REFUSED by the gate, REJECTED by the venue. */
            status: components["schemas"]["OrderStatus"];
            /** @description Strategy whose position it changes; `manual` for orders that people send. */
            strategy_id: string;
            time_in_force: string;
            /** @description Price at which a stop order becomes active; null where the type has none. */
            trigger_price: string | null;
            /** @description Session time of the gate's decision. */
            ts_event: number;
            /** @description Session time of the last change. */
            ts_last: number;
            venue_order_id: string;
        };
        /**
         * OutboxView
         * @description Where an event stands in the engine's outbox, from which the other engines heard of it.
         */
        OutboxView: {
            /** @description Null: the row is gone. */
            hash: string | null;
            prev_hash: string | null;
            /** @description Its number in the outbox. */
            sequence: number;
            /** @description Its hash is that of its content and of the row before it, and it says what the file journal says. */
            verified: boolean;
        };
        /**
         * Outcome
         * @description What became of an order so far.
         */
        Outcome: {
            client_order_id: string;
            /** @description Each limit that the gate looked at, its figure with this order, and its ceiling, in the account's currency. */
            figures: [
                string,
                string,
                string
            ][];
            /** @description Shares or contracts that have traded. */
            filled_quantity: string;
            /** @description Version of the limits that it was judged by. */
            limits_version: number;
            /** @description Why it was refused, rejected or cancelled; empty otherwise. */
            reason: string;
            /** @description Order whose place it was sent to take. Refused or rejected: that one rests on as it was. */
            replaces: string | null;
            status: components["schemas"]["OrderStatus"];
        };
        /**
         * Page[ActionView]
         * @description One page of a list.
         */
        Page_ActionView_: {
            items: components["schemas"]["ActionView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[DecisionView]
         * @description One page of a list.
         */
        Page_DecisionView_: {
            items: components["schemas"]["DecisionView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[FillView]
         * @description One page of a list.
         */
        Page_FillView_: {
            items: components["schemas"]["FillView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[OrderView]
         * @description One page of a list.
         */
        Page_OrderView_: {
            items: components["schemas"]["OrderView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Problem
         * @description RFC 9457. `type` is stable for a kind of problem; `detail` says what to do next.
         */
        Problem: {
            detail: string;
            /**
             * @description Field by field what is wrong; empty where the request as a whole is refused.
             * @default []
             */
            errors: components["schemas"]["FieldError"][];
            instance: string;
            /** @description By which the log lines of this request are found. */
            request_id: string;
            /** @description The HTTP status once more. */
            status: number;
            title: string;
            type: string;
        };
        /**
         * ProposedOrder
         * @description A manual order that is only asked about.
         */
        ProposedOrder: {
            /** @description The same key is the same order */
            client_key: string;
            instrument_id: string;
            price?: string | null;
            /** @description Fixed-point decimal, such as 100 or 100.25 */
            quantity: string;
            replaces?: string | null;
            run?: number | null;
            side: components["schemas"]["OrderSide"];
            trigger_price?: string | null;
        };
        /** Ready */
        Ready: {
            checks: components["schemas"]["CheckView"][];
            name: string;
            ready: boolean;
        };
        /**
         * Replacement
         * @description What is to be different; what is left out stays.
         */
        Replacement: {
            /** @description The same key is the same order */
            client_key: string;
            price?: string | null;
            quantity?: string | null;
            trigger_price?: string | null;
        };
        /**
         * RunPageQuery
         * @description Without `run` the latest is meant.
         */
        RunPageQuery: {
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /**
             * @description Most items in one page
             * @default 100
             */
            limit: number;
            /** @default null */
            run: number | null;
        };
        /**
         * SignalValue
         * @description One number that a strategy acted on.
         */
        SignalValue: {
            /** @description Its name among the definitions of that engine, which say how it is computed. */
            definition: string | null;
            name: string;
            /** @description Engine that published it; null: the strategy's own figure, or journaled before sources were. */
            source: string | null;
            /** @description In the unit of its definition. */
            value: number;
        };
        /**
         * SignalView
         * @description Why a strategy wanted to trade.
         */
        SignalView: {
            name: string;
            /** @description Market record that had been processed. */
            sequence: number;
            signal_id: string;
            strategy_id: string;
            /** @description Session time. */
            ts_event: number;
            values: components["schemas"]["SignalValue"][];
        };
        /**
         * Status
         * @description What a person wants to know first. `details` are the engine's own lines.
         */
        Status: {
            checks: components["schemas"]["CheckView"][];
            details: Record<string, never>;
            name: string;
            /** @description Process identifier on its machine. */
            pid: number;
            ready: boolean;
            /** @description Since this process started. */
            uptime_seconds: number;
            version: string;
        };
        /**
         * Verdict
         * @description The answer to an order that is not sent: of the gate, then of the account.
         */
        Verdict: {
            /** @description By the gate. */
            allowed: boolean;
            /** @description Best ask of the derived book. */
            ask: string | null;
            /** @description Best bid of the derived book. */
            bid: string | null;
            /** @description Estimate: of a fill at that price. */
            commission: string | null;
            /** @description Each limit, its figure with this order, and its ceiling, in the account's currency. Empty: refused before. */
            figures: [
                string,
                string,
                string
            ][];
            /** @description Version of the limits that it was judged by; 0: none are known. */
            limits_version: number;
            /** @description Estimate: quantity × price × multiplier. */
            notional: string | null;
            /** @description Why the account would reject it behind the gate; empty: it would not. */
            objection: string;
            /** @description What one unit is valued at: the dearer of the mid and of what the order can cost. Null: no price yet. */
            price: string | null;
            /** @description Which price that is: limit, ask, bid or mid; empty: no price yet. */
            price_basis: string;
            /** @description Why the gate says so, also when it allows the order. */
            reason: string;
            /** @description Session time of bid and ask; null: no price yet. */
            ts_quote: number | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type ActionKind = components['schemas']['ActionKind'];
export type ActionView = components['schemas']['ActionView'];
export type Activity = components['schemas']['Activity'];
export type ActivityPoint = components['schemas']['ActivityPoint'];
export type ActivityQuery = components['schemas']['ActivityQuery'];
export type CheckView = components['schemas']['CheckView'];
export type DecisionQuery = components['schemas']['DecisionQuery'];
export type DecisionView = components['schemas']['DecisionView'];
export type EventView = components['schemas']['EventView'];
export type FieldError = components['schemas']['FieldError'];
export type FillQuery = components['schemas']['FillQuery'];
export type FillView = components['schemas']['FillView'];
export type Live = components['schemas']['Live'];
export type ManualOrder = components['schemas']['ManualOrder'];
export type OrderChain = components['schemas']['OrderChain'];
export type OrderQuery = components['schemas']['OrderQuery'];
export type OrderSide = components['schemas']['OrderSide'];
export type OrderStatus = components['schemas']['OrderStatus'];
export type OrderType = components['schemas']['OrderType'];
export type OrderView = components['schemas']['OrderView'];
export type OutboxView = components['schemas']['OutboxView'];
export type Outcome = components['schemas']['Outcome'];
export type PageActionView = components['schemas']['Page_ActionView_'];
export type PageDecisionView = components['schemas']['Page_DecisionView_'];
export type PageFillView = components['schemas']['Page_FillView_'];
export type PageOrderView = components['schemas']['Page_OrderView_'];
export type Problem = components['schemas']['Problem'];
export type ProposedOrder = components['schemas']['ProposedOrder'];
export type Ready = components['schemas']['Ready'];
export type Replacement = components['schemas']['Replacement'];
export type RunPageQuery = components['schemas']['RunPageQuery'];
export type SignalValue = components['schemas']['SignalValue'];
export type SignalView = components['schemas']['SignalView'];
export type Status = components['schemas']['Status'];
export type Verdict = components['schemas']['Verdict'];
export type $defs = Record<string, never>;
export interface operations {
    get_actions: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                run?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ActionView_"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_activity: {
        parameters: {
            query?: {
                points?: number;
                run?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_decisions: {
        parameters: {
            query?: {
                allowed?: boolean | null;
                cursor?: string;
                limit?: number;
                run?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DecisionView_"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_fills: {
        parameters: {
            query?: {
                client_order_id?: string | null;
                cursor?: string;
                instrument_id?: string | null;
                limit?: number;
                newest?: boolean;
                run?: number | null;
                strategy_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FillView_"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_health_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_health_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_orders: {
        parameters: {
            query?: {
                cursor?: string;
                instrument_id?: string | null;
                limit?: number;
                newest?: boolean;
                open?: boolean | null;
                run?: number | null;
                status?: components["schemas"]["OrderStatus"] | null;
                strategy_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OrderView_"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_orders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualOrder"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcome"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_orders_client_order_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                client_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderChain"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_orders_client_order_id_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                client_order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcome"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_orders_client_order_id_replace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                client_order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replacement"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcome"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_pretrade: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposedOrder"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verdict"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
