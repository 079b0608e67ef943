package io.tollgate.platform.web;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** What a page sends: the fields of its form ({@code application/x-www-form-urlencoded}), or the query of its address. */
public record Form(MultiValueMap<String, String> fields) {

    /** False also for a {@code Content-Type} that nobody can read. */
    public static boolean isIn(ServerRequest request) {
        try {
            return request.headers()
                    .contentType()
                    .filter(MediaType.APPLICATION_FORM_URLENCODED::isCompatibleWith)
                    .isPresent();
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    /** 400 for what is no form, like {@code token=%zz}. */
    public static Mono<Form> of(ServerRequest request) {
        return request.formData()
                .onErrorMap(
                        IllegalArgumentException.class,
                        _ -> new ApiException(ErrorCode.MALFORMED_BODY, "The body is not a form"))
                .map(Form::new);
    }

    public static Form ofQuery(ServerRequest request) {
        return new Form(request.queryParams());
    }

    /** The first value; 422 where there is none or it is blank. */
    public String required(String name) {
        String value = fields.getFirst(name);
        if (value == null || value.isBlank()) {
            throw ApiException.invalid(name, "Field required");
        }
        return value;
    }

    @Override
    public String toString() {
        return "Form" + fields.keySet();
    }
}
