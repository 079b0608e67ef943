package io.tollgate.platform.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MapSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.tollgate.platform.web.ErrorCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The errors of an operation. Each code that its own text names becomes an example; what follows from its kind is added: a token that
 * is missing, a body that cannot be read, too many requests.
 */
final class ProblemAnswers {

    static final String SCHEMA = "Problem";

    private static final Pattern CODE = Pattern.compile("`[a-z0-9_]+`|\\b[a-z0-9]+(?:_[a-z0-9]+)+\\b");
    private static final String PROBLEM_JSON = "application/problem+json";

    /** Neither counted nor turned away. */
    private static final List<String> UNLIMITED =
            List.of("/billing/stripe/webhook", "/billing/paymob/webhook", "/healthz", "/livez", "/readyz");

    /** Counts a repeated use by itself: nobody is told to wait for the first. */
    private static final String OWN_KEYS = "/billing/entitlements/{feature}/consume";

    static Schema<?> schema() {
        return new ObjectSchema()
                .description("RFC 9457; more members may follow")
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema().description("The same for each `code`"))
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("For people"))
                .addProperty("code", new StringSchema().description("For programs; never changes its meaning"))
                .addProperty("requestId", new StringSchema().description("As in `X-Request-Id`"))
                .addProperty(
                        "errors",
                        new MapSchema()
                                .additionalProperties(new StringSchema())
                                .description("With 422: a message for each field"))
                .required(List.of("type", "title", "status", "detail", "code", "requestId"));
    }

    void complete(String path, Operation operation, boolean wantsToken) {
        ApiResponses responses = operation.getResponses();
        if (wantsToken) {
            add(responses, ErrorCode.NOT_AUTHENTICATED, ErrorCode.TOKEN_EXPIRED, ErrorCode.TOKEN_INVALID);
        }
        if (path.startsWith("/admin/")) {
            add(responses, ErrorCode.ADMIN_REQUIRED);
        }
        if (operation.getRequestBody() != null) {
            add(responses, ErrorCode.MALFORMED_BODY, ErrorCode.BODY_REQUIRED);
            add(responses, ErrorCode.BODY_TOO_LARGE);
            add(responses, ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            add(responses, ErrorCode.VALIDATION_FAILED);
        }
        if (takesKey(operation) && !path.equals(OWN_KEYS)) {
            more(responses, ErrorCode.IDEMPOTENCY_KEY_INVALID);
            more(responses, ErrorCode.IDEMPOTENCY_KEY_IN_USE);
            more(responses, ErrorCode.IDEMPOTENCY_ANSWER_LOST);
            more(responses, ErrorCode.IDEMPOTENCY_KEY_REUSED);
        }
        if (!UNLIMITED.contains(path)) {
            add(responses, ErrorCode.RATE_LIMITED);
        }
        responses.forEach(this::describe);
    }

    /** What the operation itself says of this status comes first. */
    private static void add(ApiResponses responses, ErrorCode... codes) {
        String status = Integer.toString(codes[0].status().value());
        String words = String.join(
                ", ", Arrays.stream(codes).map(code -> "`" + code.code() + "`").toList());
        ApiResponse known = responses.get(status);
        if (known == null) {
            responses.addApiResponse(status, new ApiResponse().description(words));
        } else if (codesIn(known, status).isEmpty()) {
            known.setDescription(known.getDescription() + "; " + words);
        }
    }

    private static boolean takesKey(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> "Idempotency-Key".equals(parameter.getName()));
    }

    /** Beside what the operation itself says of this status. */
    private static void more(ApiResponses responses, ErrorCode code) {
        String status = Integer.toString(code.status().value());
        String word = "`" + code.code() + "`";
        ApiResponse known = responses.get(status);
        if (known == null) {
            responses.addApiResponse(status, new ApiResponse().description(word));
        } else {
            known.setDescription(known.getDescription() + "; " + word);
        }
    }

    private void describe(String status, ApiResponse response) {
        List<ErrorCode> codes = codesIn(response, status);
        if (!codes.isEmpty() && response.getContent() == null) {
            response.setContent(new Content().addMediaType(PROBLEM_JSON, problems(codes)));
        }
    }

    private static MediaType problems(List<ErrorCode> codes) {
        MediaType body = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + SCHEMA));
        codes.forEach(code -> body.addExamples(code.code(), new Example().value(problem(code))));
        return body;
    }

    private static List<ErrorCode> codesIn(ApiResponse response, String status) {
        String description = response.getDescription() == null ? "" : response.getDescription();
        return CODE.matcher(description)
                .results()
                .map(word -> word.group().replace("`", ""))
                .flatMap(word -> Arrays.stream(ErrorCode.values()).filter(code -> word.equals(code.code())))
                .filter(code -> status.equals(Integer.toString(code.status().value())))
                .distinct()
                .toList();
    }

    private static Map<String, Object> problem(ErrorCode code) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", code.title());
        problem.put("status", code.status().value());
        problem.put("detail", code == ErrorCode.RATE_LIMITED ? "Rate limit exceeded: 5 per 1 minute" : code.title());
        problem.put("code", code.code());
        problem.put("requestId", "019aa1b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b");
        if (code == ErrorCode.VALIDATION_FAILED) {
            problem.put("errors", Map.of("field", "Field required"));
        }
        return problem;
    }
}
