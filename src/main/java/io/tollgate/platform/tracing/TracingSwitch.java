package io.tollgate.platform.tracing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Leaves OpenTelemetry out of the application unless a collector is named ({@code OTEL_EXPORTER_OTLP_ENDPOINT}, which Spring Boot
 * turns into the property below). Boot would make spans for each observation whether anybody exports them or not.
 */
final class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";
    private static final String TRACING = "org.springframework.boot.micrometer.tracing.";
    private static final String OPEN_TELEMETRY = "org.springframework.boot.opentelemetry.";

    private @Nullable Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean[] match(@Nullable String[] configurations, AutoConfigurationMetadata metadata) {
        boolean on = environment != null && StringUtils.hasText(environment.getProperty(ENDPOINT));
        boolean[] matches = new boolean[configurations.length];
        for (int i = 0; i < matches.length; i++) {
            matches[i] = on || !isTracing(configurations[i]);
        }
        return matches;
    }

    private static boolean isTracing(@Nullable String configuration) {
        return configuration != null && (configuration.startsWith(TRACING) || configuration.startsWith(OPEN_TELEMETRY));
    }
}
