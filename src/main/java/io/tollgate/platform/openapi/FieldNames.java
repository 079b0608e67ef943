package io.tollgate.platform.openapi;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.PropertyNamingStrategy;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedField;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Names fields in the document as they go over the wire: in snake case, except where a type has said otherwise. The library that
 * makes the document reads types with Jackson 2, which knows nothing of how Jackson 3 is set up.
 */
final class FieldNames extends PropertyNamingStrategy {

    private static final long serialVersionUID = 1L;

    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    @Override
    public String nameForField(MapperConfig<?> config, AnnotatedField field, String name) {
        return of(field, name);
    }

    @Override
    public String nameForGetterMethod(MapperConfig<?> config, AnnotatedMethod method, String name) {
        return of(method, name);
    }

    @Override
    public String nameForSetterMethod(MapperConfig<?> config, AnnotatedMethod method, String name) {
        return of(method, name);
    }

    @Override
    public String nameForConstructorParameter(MapperConfig<?> config, AnnotatedParameter parameter, String name) {
        return of(parameter, name);
    }

    /** Our types with names of their own have those of WebAuthn, which are written like Java's. */
    private static String of(AnnotatedMember member, String name) {
        return member.getDeclaringClass().isAnnotationPresent(JsonNaming.class) ? name : SNAKE_CASE.translate(name);
    }
}
