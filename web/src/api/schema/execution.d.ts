// Made by `npm run client` from the routes of the engines; not edited by hand.
export interface paths {
    "/fills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fills of a run, in order */
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
        /** Orders of a run, in order */
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
        /** CheckView */
        CheckView: {
            /** @default  */
            detail: string;
            name: string;
            ok: boolean;
        };
        /**
         * EventView
         * @description One link of an order's chain: signal, decision with each limit's figure, change, fill.
         */
        EventView: {
            detail: Record<string, never>;
            journal_hash: string;
            journal_record: number;
            kind: string;
            sequence: number;
            ts_event: number;
        };
        /**
         * FieldError
         * @description One thing that is wrong in a request. `pointer` is a JSON pointer into the body, query or path.
         */
        FieldError: {
            detail: string;
            place: string;
            pointer: string;
        };
        /** FillView */
        FillView: {
            client_order_id: string;
            commission: string;
            currency: string;
            fill_id: string;
            instrument_id: string;
            multiplier: string;
            price: string;
            quantity: string;
            run: number;
            sequence: number;
            side: components["schemas"]["OrderSide"];
            strategy_id: string;
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
            /** @description Fixed-point decimal */
            quantity: string;
            run?: number | null;
            side: components["schemas"]["OrderSide"];
            trigger_price?: string | null;
        };
        /** OrderChain */
        OrderChain: {
            events: components["schemas"]["EventView"][];
            order: components["schemas"]["OrderView"];
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
            client_order_id: string;
            commission: string;
            filled_quantity: string;
            instrument_id: string;
            multiplier: string;
            order_type: components["schemas"]["OrderType"];
            parent_id: string | null;
            price: string | null;
            quantity: string;
            reason: string;
            run: number;
            sequence: number;
            side: components["schemas"]["OrderSide"];
            signal_id: string | null;
            status: components["schemas"]["OrderStatus"];
            strategy_id: string;
            time_in_force: string;
            trigger_price: string | null;
            ts_event: number;
            ts_last: number;
            venue_order_id: string;
        };
        /**
         * Outcome
         * @description What became of an order so far; `figures` are (limit, figure, ceiling) at the gate's decision.
         */
        Outcome: {
            client_order_id: string;
            figures: [
                [
                    string,
                    string,
                    string
                ],
                [
                    string,
                    string,
                    string
                ],
                [
                    string,
                    string,
                    string
                ]
            ][];
            filled_quantity: string;
            reason: string;
            status: components["schemas"]["OrderStatus"];
        };
        /**
         * Page[FillView]
         * @description One page of a list. `next_cursor` is None on the last page.
         */
        Page_FillView_: {
            items: components["schemas"]["FillView"][];
            /** @default null */
            next_cursor: string | null;
        };
        /**
         * Page[OrderView]
         * @description One page of a list. `next_cursor` is None on the last page.
         */
        Page_OrderView_: {
            items: components["schemas"]["OrderView"][];
            /** @default null */
            next_cursor: string | null;
        };
        /**
         * Problem
         * @description RFC 9457. `type` is stable for a kind of problem; `detail` says what to do next.
         */
        Problem: {
            detail: string;
            /** @default [] */
            errors: components["schemas"]["FieldError"][];
            instance: string;
            request_id: string;
            status: number;
            title: string;
            type: string;
        };
        /** Ready */
        Ready: {
            checks: components["schemas"]["CheckView"][];
            name: string;
            ready: boolean;
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
         * Status
         * @description What a person wants to know first. `details` are the engine's own lines.
         */
        Status: {
            checks: components["schemas"]["CheckView"][];
            details: Record<string, never>;
            name: string;
            pid: number;
            ready: boolean;
            uptime_seconds: number;
            version: string;
        };
        /**
         * Verdict
         * @description The gate's answer to an order that is not sent.
         */
        Verdict: {
            allowed: boolean;
            figures: [
                [
                    string,
                    string,
                    string
                ],
                [
                    string,
                    string,
                    string
                ],
                [
                    string,
                    string,
                    string
                ]
            ][];
            limits_version: number;
            reason: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type CheckView = components['schemas']['CheckView'];
export type EventView = components['schemas']['EventView'];
export type FieldError = components['schemas']['FieldError'];
export type FillView = components['schemas']['FillView'];
export type Live = components['schemas']['Live'];
export type ManualOrder = components['schemas']['ManualOrder'];
export type OrderChain = components['schemas']['OrderChain'];
export type OrderSide = components['schemas']['OrderSide'];
export type OrderStatus = components['schemas']['OrderStatus'];
export type OrderType = components['schemas']['OrderType'];
export type OrderView = components['schemas']['OrderView'];
export type Outcome = components['schemas']['Outcome'];
export type PageFillView = components['schemas']['Page_FillView_'];
export type PageOrderView = components['schemas']['Page_OrderView_'];
export type Problem = components['schemas']['Problem'];
export type Ready = components['schemas']['Ready'];
export type RunPageQuery = components['schemas']['RunPageQuery'];
export type Status = components['schemas']['Status'];
export type Verdict = components['schemas']['Verdict'];
export type $defs = Record<string, never>;
export interface operations {
    get_fills: {
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
    post_pretrade: {
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
