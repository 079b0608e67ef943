package io.tollgate.platform.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.tollgate.platform.web.OpenPaths;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

/**
 * Completes the document with what no route has to repeat: that it needs a token or none, the problem document behind each of its
 * errors, the errors that every route of its kind can give, and an example for each body that has none of its own.
 */
@Component
class ApiDocument implements OpenApiCustomizer {

    private final List<OpenPaths> open;

    ApiDocument(List<OpenPaths> open) {
        this.open = List.copyOf(open);
    }

    @Override
    public void customise(OpenAPI api) {
        completePages(api);
        BodyExamples examples = new BodyExamples(api.getComponents().getSchemas());
        ProblemAnswers problems = new ProblemAnswers();
        api.getPaths()
                .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                    boolean anybody = isOpen(path, method);
                    if (anybody) {
                        operation.setSecurity(List.of());
                    }
                    problems.complete(path, operation, !anybody);
                    giveExamples(operation, examples);
                }));
        api.getComponents().addSchemas(ProblemAnswers.SCHEMA, ProblemAnswers.schema());
    }

    private boolean isOpen(String path, PathItem.HttpMethod method) {
        PathContainer asked = PathContainer.parsePath(path);
        return open.stream().anyMatch(paths -> paths.cover(HttpMethod.valueOf(method.name()), asked));
    }

    private static void completePages(OpenAPI api) {
        api.getPaths().values().stream()
                .flatMap(item -> item.readOperations().stream())
                .flatMap(operation -> operation.getResponses().values().stream())
                .map(ApiResponse::getContent)
                .filter(Objects::nonNull)
                .flatMap(content -> content.values().stream())
                .forEach(body -> PagedAnswer.complete(body, api.getComponents().getSchemas()));
    }

    private static void giveExamples(Operation operation, BodyExamples examples) {
        if (operation.getRequestBody() != null) {
            giveExamples(operation.getRequestBody().getContent(), examples);
        }
        operation.getResponses().values().stream()
                .map(ApiResponse::getContent)
                .forEach(content -> giveExamples(content, examples));
    }

    private static void giveExamples(@Nullable Content content, BodyExamples examples) {
        if (content != null) {
            content.values().forEach(examples::give);
        }
    }
}
