package io.tollgate.platform.web;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a JSON body into a validated record.
 *
 * <p>415 for another media type, 413 above {@code spring.http.codecs.max-in-memory-size} or the route's {@link LargeBody}, 400 for no or malformed JSON, and
 * 422 with a message per field for wrong types, broken constraints and fields that are not of the request. Unknown fields are
 * refused, not skipped: a client that sends {@code "role": "admin"} must not believe that it worked (mass assignment, OWASP
 * API3:2023).
 */
@Component
public class Body {

    private final JsonMapper json;
    private final Validation validation;
    private final BodyLimits limits;

    Body(JsonMapper json, Validation validation, BodyLimits limits) {
        this.json = json;
        this.validation = validation;
        this.limits = limits;
    }

    public <T> Mono<T> of(ServerRequest request, Class<T> type) {
        if (!isJson(request) || isEncoded(request)) {
            return Mono.error(() -> new ApiException(ErrorCode.UNSUPPORTED_MEDIA_TYPE));
        }
        return bytes(request)
                .filter(bytes -> bytes.length > 0)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.BODY_REQUIRED)))
                .map(bytes -> validation.check(parse(bytes, type)));
    }

    private Mono<byte[]> bytes(ServerRequest request) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), limits.of(request.path()))
                .map(Body::taken);
    }

    private static byte[] taken(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static boolean isJson(ServerRequest request) {
        try {
            return request.headers()
                    .contentType()
                    .filter(type -> type.isCompatibleWith(MediaType.APPLICATION_JSON)
                            || type.getSubtype().endsWith("+json"))
                    .isPresent();
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    /** Nothing is unpacked here, so nothing can burst (RFC 9110 §8.4: 415 for a coding that is not supported). */
    private static boolean isEncoded(ServerRequest request) {
        return request.headers().header(HttpHeaders.CONTENT_ENCODING).stream()
                .anyMatch(coding -> !coding.equalsIgnoreCase("identity"));
    }

    private <T> T parse(byte[] bytes, Class<T> type) {
        try {
            T value = strict(type).readValue(bytes);
            if (value == null) {
                throw new ApiException(ErrorCode.BODY_REQUIRED);
            }
            return value;
        } catch (InputCoercionException e) {
            throw ApiException.invalid(FieldNames.last(e.getPath()), "Out of range");
        } catch (UnrecognizedPropertyException e) {
            throw ApiException.invalid(FieldNames.last(e.getPath()), "Unknown field");
        } catch (MismatchedInputException e) {
            throw ApiException.invalid(FieldNames.last(e.getPath()), "Not of the expected type");
        } catch (JacksonException _) {
            // Not JSON, not UTF-8, or deeper, longer or larger in its parts than anything we ask for.
            throw new ApiException(ErrorCode.MALFORMED_BODY, "The body is not JSON");
        }
    }

    private ObjectReader strict(Class<?> type) {
        return json.readerFor(type)
                .with(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        // Of what is read as it stands: a price of 0.1 is not the double next to it.
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                // One reader takes the first of two equal names and another the last: neither is right.
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // 19.99 cents are a mistake, not 19.
                .without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }
}
