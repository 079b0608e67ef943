package io.tollgate.stripeemulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An error answer of the API: status, Stripe's error fields, and whether an idempotency key remembers it. */
final class StripeFailure extends RuntimeException {
    private static final String INVALID = "invalid_request_error";

    final int status;
    final boolean remembered;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;
    private final @Nullable String declineCode;

    private StripeFailure(
            int status, String type, @Nullable String code, @Nullable String param, String message, boolean kept) {
        this(status, type, code, null, param, message, kept);
    }

    private StripeFailure(
            int status,
            String type,
            @Nullable String code,
            @Nullable String declineCode,
            @Nullable String param,
            String message,
            boolean kept) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.declineCode = declineCode;
        this.param = param;
        this.remembered = kept;
    }

    static StripeFailure unknownParameter(String param) {
        return validation("parameter_unknown", param, "Received unknown parameter: " + param);
    }

    static StripeFailure missingParameter(String param) {
        return validation("parameter_missing", param, "Missing required param: " + param + ".");
    }

    /** A parameter that Stripe has and the emulator has not: said openly, never ignored. */
    static StripeFailure notEmulated(String param) {
        return validation(null, param, "The Stripe emulator does not implement this parameter: " + param);
    }

    static StripeFailure validation(@Nullable String code, String param, String message) {
        return new StripeFailure(400, INVALID, code, param, message, false);
    }

    /** A refusal after the request began to execute: an idempotency key replays it. */
    static StripeFailure refused(@Nullable String code, @Nullable String param, String message) {
        return new StripeFailure(400, INVALID, code, param, message, true);
    }

    static StripeFailure missingObject(String kind, String id) {
        return new StripeFailure(404, INVALID, "resource_missing", "id", noSuch(kind, id), true);
    }

    static StripeFailure missingReference(String kind, String id, String param) {
        return refused("resource_missing", param, noSuch(kind, id));
    }

    static StripeFailure unknownUrl(String method, String path) {
        var message = "Unrecognized request URL (" + method + ": " + path + ").";
        return new StripeFailure(404, INVALID, null, null, message, false);
    }

    static StripeFailure unauthorized(String message) {
        return new StripeFailure(401, INVALID, null, null, message, false);
    }

    static StripeFailure unknownVersion(String version) {
        var message = "Invalid Stripe API version: " + version;
        return new StripeFailure(400, INVALID, null, null, message, false);
    }

    static StripeFailure keyReused(String key) {
        var message = "Keys for idempotent requests can only be used with the same parameters they were first used"
                + " with. Try using a key other than '" + key + "' if you meant to execute a different request.";
        return new StripeFailure(400, "idempotency_error", null, null, message, false);
    }

    static StripeFailure keyInUse(String key) {
        var message = "There is currently another in-progress request using this Idempotent Key (" + key
                + "). Please try again later.";
        return new StripeFailure(409, "idempotency_error", "idempotency_key_in_use", null, message, false);
    }

    static StripeFailure cardDeclined() {
        return cardDeclined("card_declined", "generic_decline");
    }

    static StripeFailure cardDeclined(String code, String declineCode) {
        return new StripeFailure(402, "card_error", code, declineCode, null, "Your card was declined.", true);
    }

    /** The emulator itself is wrong. */
    static StripeFailure bug(RuntimeException cause) {
        return new StripeFailure(500, "api_error", null, null, "The Stripe emulator failed: " + cause, false);
    }

    static StripeFailure injected(int status) {
        if (status == 429) {
            return new StripeFailure(429, INVALID, "rate_limit", null, "Request rate limit exceeded.", false);
        }
        return new StripeFailure(status, "api_error", null, null, "An error was ordered for this request.", true);
    }

    private static String noSuch(String kind, String id) {
        return "No such " + kind + ": '" + id + "'";
    }

    ObjectNode body() {
        var error = Json.object().put("message", getMessage()).put("type", type);
        if (code != null) {
            error.put("code", code);
        }
        if (declineCode != null) {
            error.put("decline_code", declineCode);
        }
        if (param != null) {
            error.put("param", param);
        }
        return Json.object().set("error", error);
    }
}
