package io.tollgate.platform.openapi;

import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An example for each body that has none, put together from those of its fields: what a field says of itself, its first allowed
 * value, or what {@link FieldExamples} knows of its name and format.
 */
final class BodyExamples {

    private static final int DEEPEST = 8;

    private final Map<String, Schema> schemas;

    @SuppressWarnings("rawtypes")
    BodyExamples(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    void give(MediaType body) {
        if (body.getExample() == null && body.getExamples() == null && body.getSchema() != null) {
            Object example = of("", body.getSchema(), 0);
            if (example != null) {
                body.setExample(example);
            }
        }
    }

    private @Nullable Object of(String name, Schema<?> schema, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        if (schema.getExample() != null) {
            return schema.getExample();
        }
        if (schema.get$ref() != null) {
            return of(name, referred(schema.get$ref()), depth + 1);
        }
        Schema<?> first = firstOf(schema);
        if (first != null) {
            return of(name, first, depth + 1);
        }
        if (schema.getEnum() != null) {
            return schema.getEnum().getFirst();
        }
        return ofType(name, schema, depth);
    }

    private @Nullable Object ofType(String name, Schema<?> schema, int depth) {
        return switch (type(schema)) {
            case "array" -> listOf(name, schema, depth);
            case "object" -> objectOf(schema, depth);
            default -> FieldExamples.of(name, type(schema), schema.getFormat());
        };
    }

    private List<Object> listOf(String name, Schema<?> schema, int depth) {
        Object item = schema.getItems() == null ? null : of(name, schema.getItems(), depth + 1);
        return item == null ? List.of() : List.of(item);
    }

    private Map<String, Object> objectOf(Schema<?> schema, int depth) {
        Map<String, Object> example = new LinkedHashMap<>();
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> {
                Object value = of(name, property, depth + 1);
                if (value != null) {
                    example.put(name, value);
                }
            });
        }
        return example;
    }

    private static @Nullable Schema<?> firstOf(Schema<?> schema) {
        for (List<?> all :
                List.of(orEmpty(schema.getOneOf()), orEmpty(schema.getAnyOf()), orEmpty(schema.getAllOf()))) {
            if (!all.isEmpty()) {
                return (Schema<?>) all.getFirst();
            }
        }
        return null;
    }

    private static List<?> orEmpty(@Nullable List<?> schemas) {
        return schemas == null ? List.of() : schemas;
    }

    private Schema<?> referred(String reference) {
        Schema<?> schema = schemas.get(reference.substring(reference.lastIndexOf('/') + 1));
        return schema == null ? new Schema<>() : schema;
    }

    private static String type(Schema<?> schema) {
        Set<String> types = schema.getTypes();
        if (types != null) {
            return types.stream()
                    .filter(type -> !type.equals("null"))
                    .findFirst()
                    .orElse("");
        }
        if (schema.getType() != null) {
            return schema.getType();
        }
        return schema.getProperties() == null ? "" : "object";
    }
}
