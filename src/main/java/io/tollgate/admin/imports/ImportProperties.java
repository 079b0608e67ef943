package io.tollgate.admin.imports;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An import of the original system's users; without a source there is none.
 *
 * @param source {@code postgresql://user:password@host:port/db} of the original system
 * @param dryRun true: reads, checks and tells, and changes nothing
 */
@ConfigurationProperties("tollgate.import")
record ImportProperties(
        @DefaultValue("") String source,
        @DefaultValue("true") boolean dryRun) {

    boolean wanted() {
        return !source.isBlank();
    }

    @Override
    public String toString() {
        return "ImportProperties[dryRun=" + dryRun + "]";
    }
}
