// Made by `npm run client` from the routes of the engines; not edited by hand.
export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page; where it was not built, the state of engines, run and account */
        get: operations["get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a person should look at now, newest first */
        get: operations["get_api_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/engines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State, latency, rates, lag of each engine */
        get: operations["get_api_engines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/engines/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State, latency, rates, lag of one engine */
        get: operations["get_api_engines_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/engines/{name}/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Settings in force, and what set them */
        get: operations["get_api_engines_name_configuration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/engines/{name}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Log of an engine, newest line first */
        get: operations["get_api_engines_name_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The way of the data through the engines, and where it stands still */
        get: operations["get_api_flow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in, and for how long */
        get: operations["get_api_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether each engine is ready */
        get: operations["get_api_status"];
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
    "/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Log a browser in with the code of a link */
        get: operations["get_login"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/login/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link that logs one browser in */
        post: operations["post_login_links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session of this browser */
        post: operations["post_logout"];
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
         * Alert
         * @description Something to look at.
         */
        Alert: {
            detail: string;
            /** @description The same as long as the cause is the same. */
            id: string;
            /** @description Where on the page there is more. */
            link: string;
            severity: components["schemas"]["Severity"];
            /** @description The engine or server that it is about. */
            source: string;
            title: string;
            /** @description Wall time at which it began; of refused orders, at which the gateway saw the last. */
            ts_event: number;
        };
        /** CheckView */
        CheckView: {
            /** @default  */
            detail: string;
            name: string;
            ok: boolean;
        };
        /**
         * EngineState
         * @description One engine as it describes itself. `detail` says what is wrong.
         */
        EngineState: {
            /** @default  */
            detail: string;
            name: string;
            ready: boolean;
        };
        /**
         * EngineView
         * @description One engine. Null is what nobody can say: of an engine that is down, or where nothing has happened.
         */
        EngineView: {
            /** @description Wall time of this answer. */
            as_of: number;
            /** @description Topics that it reads. */
            consumes: string[];
            /** @description Messages that it could not handle, parked. */
            dead_letters: number | null;
            /** @description What is wrong; empty while nothing is. */
            detail: string;
            /** @description Duration of a request, as half of them took or less; over the last minute, health and metrics left out. */
            http_p50_ms: number | null;
            /** @description Duration of a request, as 99 % of them took or less; over the last minute, health and metrics left out. */
            http_p99_ms: number | null;
            /** @description Entries of its topics that wait or are in its hands; null where it reads without acknowledging. */
            lag: number | null;
            /** @description Age of the oldest entry that is in its hands; 0 while it waits for more. */
            lag_seconds: number | null;
            /** @description Time in the handler for a batch of messages, as half of them took or less; over the last minute. */
            latency_p50_ms: number | null;
            /** @description Time in the handler for a batch of messages, as 99 % of them took or less; over the last minute. */
            latency_p99_ms: number | null;
            name: string;
            /** @description Process id, null where it runs on another machine. */
            pid: number | null;
            /** @description Where it answers on this machine. */
            port: number;
            /** @description Topics that it writes. */
            produces: string[];
            /** @description Messages written to both buses, over the last ten seconds. A frame of many records is one message. */
            published_per_second: number | null;
            /** @description Messages read from both buses, over the last ten seconds. A frame of many records is one message. Of execution without its trading node, which reads for itself. */
            received_per_second: number | null;
            /** @description How often its process ended and was started again since the platform was started; null on another machine, where nobody counts. */
            restarts: number | null;
            /** @description Wall time at which the gateway first saw it in this state. */
            since: number;
            /** @description Whether it can do its work; `down` does not answer at all. */
            state: components["schemas"]["State"];
            /** @description What it does. */
            summary: string;
            /** @description How long its process has run. */
            uptime_seconds: number | null;
            /** @description Version of Nautilus that it runs. */
            version: string | null;
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
        /**
         * FlowEdge
         * @description One arrow: what `source` publishes on `topic` and `target` reads.
         */
        FlowEdge: {
            /** @description Why it stands still; empty while it does not. */
            detail: string;
            /** @description Entries of the topic that the target has not read yet; null where it reads without acknowledging. */
            lag: number | null;
            /** @description As the target reads them, over the last ten seconds; of the trading node, as the source publishes them. A frame of many records is one message. */
            messages_per_second: number | null;
            /** @description Records of the run that the target could process and has not; null where it does not go record by record. */
            records_behind: number | null;
            source: string;
            /** @description The run goes on, and the target has work and has not moved for two seconds, or one of the two is down. */
            stalled: boolean;
            target: string;
            topic: string;
        };
        /**
         * FlowNode
         * @description An engine in the flow.
         */
        FlowNode: {
            name: string;
            /** @description Whether it can do its work; `down` does not answer at all. */
            state: components["schemas"]["State"];
        };
        /**
         * FlowView
         * @description The flow of the newest run.
         */
        FlowView: {
            /** @description Wall time of this answer. */
            as_of: number;
            edges: components["schemas"]["FlowEdge"][];
            nodes: components["schemas"]["FlowNode"][];
            /** @description Number of the newest replay run; null before the first. */
            run: number | null;
            /** @description State of that run, as marketdata said it last. */
            state: string | null;
        };
        /** Live */
        Live: {
            name: string;
            version: string;
        };
        /**
         * LoginLink
         * @description A link that logs one browser in, once.
         */
        LoginLink: {
            /** @description Wall time after which it logs nobody in. */
            expires_at: number;
            url: string;
        };
        /** LoginQuery */
        LoginQuery: {
            /**
             * @description The single-use code of a login link.
             * @default
             */
            code: string;
        };
        /**
         * LogLine
         * @description One line. What is no JSON (a traceback of a process that ended) is all message.
         */
        LogLine: {
            /**
             * @description What else the line holds.
             * @default {}
             */
            fields: Record<string, never>;
            /** @description DEBUG, INFO, WARNING, ERROR or CRITICAL; empty where the line does not say. */
            level: string;
            /** @description The part of the program that wrote it. */
            logger: string;
            message: string;
            /** @description The request in which it was written; empty outside of requests. */
            request_id: string;
            /** @description Wall time, RFC 3339; null where the line does not say. */
            time: string | null;
        };
        /** LogQuery */
        LogQuery: {
            /**
             * @description Text in the line, in capitals or not; empty: all
             * @default
             */
            contains: string;
            /**
             * @description next_cursor of the page before; empty: the first page
             * @default
             */
            cursor: string;
            /**
             * @description Lines of this level and above, and those that say no level; empty: all
             * @default
             * @enum {unknown}
             */
            level: "" | "CRITICAL" | "DEBUG" | "ERROR" | "INFO" | "WARNING";
            /**
             * @description Most items in one page
             * @default 100
             */
            limit: number;
        };
        /**
         * Origin
         * @enum {unknown}
         */
        Origin: "default" | "environment" | "file";
        /**
         * Page[Alert]
         * @description One page of a list.
         */
        Page_Alert_: {
            items: components["schemas"]["Alert"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[EngineView]
         * @description One page of a list.
         */
        Page_EngineView_: {
            items: components["schemas"]["EngineView"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[LogLine]
         * @description One page of a list.
         */
        Page_LogLine_: {
            items: components["schemas"]["LogLine"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * Page[Setting]
         * @description One page of a list.
         */
        Page_Setting_: {
            items: components["schemas"]["Setting"][];
            /**
             * @description What to pass as `cursor` for the next page; null on the last one.
             * @default null
             */
            next_cursor: string | null;
        };
        /**
         * PlatformState
         * @description Ready means: every engine is.
         */
        PlatformState: {
            engines: components["schemas"]["EngineState"][];
            ready: boolean;
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
        /** Ready */
        Ready: {
            checks: components["schemas"]["CheckView"][];
            name: string;
            ready: boolean;
        };
        /**
         * Session
         * @description Who is logged in, and for how long.
         */
        Session: {
            /** @description `token` for a program, `session:<id>` for a browser; what an audit line names. */
            actor: string;
            /** @description Wall time at which the browser has to log in again; null for a token, which does not expire. */
            expires_at: number | null;
        };
        /**
         * Setting
         * @description One setting as it is in force. It takes effect at the next start of the platform.
         */
        Setting: {
            description: string;
            name: string;
            /** @description What set it; the environment wins over the file. */
            origin: components["schemas"]["Origin"];
            /** @description As text, passwords replaced by ***. */
            value: string;
        };
        /**
         * Severity
         * @enum {unknown}
         */
        Severity: "critical" | "info" | "warning";
        /**
         * State
         * @enum {unknown}
         */
        State: "down" | "not ready" | "ready" | "standing by";
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
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Alert = components['schemas']['Alert'];
export type CheckView = components['schemas']['CheckView'];
export type EngineState = components['schemas']['EngineState'];
export type EngineView = components['schemas']['EngineView'];
export type FieldError = components['schemas']['FieldError'];
export type FlowEdge = components['schemas']['FlowEdge'];
export type FlowNode = components['schemas']['FlowNode'];
export type FlowView = components['schemas']['FlowView'];
export type Live = components['schemas']['Live'];
export type LoginLink = components['schemas']['LoginLink'];
export type LoginQuery = components['schemas']['LoginQuery'];
export type LogLine = components['schemas']['LogLine'];
export type LogQuery = components['schemas']['LogQuery'];
export type Origin = components['schemas']['Origin'];
export type PageAlert = components['schemas']['Page_Alert_'];
export type PageEngineView = components['schemas']['Page_EngineView_'];
export type PageLogLine = components['schemas']['Page_LogLine_'];
export type PageSetting = components['schemas']['Page_Setting_'];
export type PlatformState = components['schemas']['PlatformState'];
export type Problem = components['schemas']['Problem'];
export type Ready = components['schemas']['Ready'];
export type Session = components['schemas']['Session'];
export type Setting = components['schemas']['Setting'];
export type Severity = components['schemas']['Severity'];
export type State = components['schemas']['State'];
export type Status = components['schemas']['Status'];
export type $defs = Record<string, never>;
export interface operations {
    get: {
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
                    "text/html": string;
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
    get_api_alerts: {
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
                    "application/json": components["schemas"]["Page_Alert_"];
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
    get_api_engines: {
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
                    "application/json": components["schemas"]["Page_EngineView_"];
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
    get_api_engines_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
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
                    "application/json": components["schemas"]["EngineView"];
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
    get_api_engines_name_configuration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
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
                    "application/json": components["schemas"]["Page_Setting_"];
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
    get_api_engines_name_log: {
        parameters: {
            query?: {
                contains?: string;
                cursor?: string;
                level?: "" | "CRITICAL" | "DEBUG" | "ERROR" | "INFO" | "WARNING";
                limit?: number;
            };
            header?: never;
            path: {
                name: string;
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
                    "application/json": components["schemas"]["Page_LogLine_"];
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
    get_api_flow: {
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
                    "application/json": components["schemas"]["FlowView"];
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
    get_api_session: {
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
                    "application/json": components["schemas"]["Session"];
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
    get_api_status: {
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
                    "application/json": components["schemas"]["PlatformState"];
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
    get_login: {
        parameters: {
            query?: {
                code?: string;
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
                    "text/html": string;
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
    post_login_links: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginLink"];
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
    post_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description See Other */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
