package io.tollgate.platform.openapi;

import io.swagger.v3.core.jackson.ModelResolver;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Has the document read our types with {@link FieldNames}. */
@Configuration(proxyBeanMethods = false)
class FieldNamesConfiguration {

    /** Takes the place of the one with default names, which is the last of the chain: the one that is added first. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ModelResolver modelResolver(ObjectMapperProvider mappers) {
        return new ModelResolver(mappers.jsonMapper().copy().setPropertyNamingStrategy(new FieldNames()))
                .openapi31(mappers.isOpenapi31());
    }
}
