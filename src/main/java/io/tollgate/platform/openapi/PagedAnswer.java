package io.tollgate.platform.openapi;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.arrayschema.Builder.arraySchemaBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.extension.Builder.extensionBuilder;
import static org.springdoc.core.fn.builders.extensionproperty.Builder.extensionPropertyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Map;
import org.springdoc.core.fn.builders.apiresponse.Builder;

/**
 * A {@link io.tollgate.platform.web.Page} in the API description. A route can only name a class, which has no type of its items,
 * so it says what they are and the document gets one schema for each type of page.
 */
public final class PagedAnswer {

    private static final String MARK = "x-page";

    private PagedAnswer() {}

    /** The 200 answer of a route that lists such items in pages. */
    public static Builder of(Class<?> item, String description) {
        return responseBuilder()
                .responseCode("200")
                .description(description)
                .content(contentBuilder()
                        .mediaType("application/json")
                        .array(arraySchemaBuilder().schema(schemaBuilder().implementation(item)))
                        .extension(extensionBuilder()
                                .name(MARK)
                                .propertie(extensionPropertyBuilder().name("of").value(item.getSimpleName()))));
    }

    /** Puts the page round the items that {@link #of} has left. */
    static void complete(MediaType body, @SuppressWarnings("rawtypes") Map<String, Schema> schemas) {
        if (body.getExtensions() == null
                || !(body.getExtensions().remove(MARK) instanceof Map<?, ?> mark)
                || body.getSchema() == null) {
            return;
        }
        String name = "Page" + mark.get("of");
        schemas.putIfAbsent(name, page(body.getSchema()));
        body.setSchema(new Schema<>().$ref("#/components/schemas/" + name));
        if (body.getExtensions().isEmpty()) {
            body.setExtensions(null);
        }
    }

    private static Schema<?> page(Schema<?> items) {
        return new ObjectSchema()
                .addProperty("data", items)
                .addProperty("total", new IntegerSchema().format("int64").description("On all pages"))
                .addProperty("limit", new IntegerSchema())
                .addProperty("offset", new IntegerSchema())
                .addProperty("has_next", new BooleanSchema())
                .addProperty("next_offset", new IntegerSchema().description("Absent on the last page"))
                .addProperty("prev_offset", new IntegerSchema().description("Absent on the first page"))
                .required(List.of("data", "total", "limit", "offset", "has_next"));
    }
}
