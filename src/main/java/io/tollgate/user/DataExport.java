package io.tollgate.user;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that is held about a user, as one JSON object with an array for each section. Written while it is read, one record at a
 * time, so its length costs no memory.
 */
@Component
class DataExport {

    private final List<PersonalData> sections;
    private final AuditLog audit;
    private final JsonMapper json;
    private final Clock clock;

    DataExport(ObjectProvider<PersonalData> sections, AuditLog audit, JsonMapper json, Clock clock) {
        this.sections = sections.orderedStream().toList();
        this.audit = audit;
        this.json = json;
        this.clock = clock;
        requireDifferentNames();
    }

    /** Pieces of the document. The request for it is audited before the first. */
    Flux<String> of(SignedIn who, RequestFacts facts) {
        AuditEntry entry = AuditEntry.of("user.exported", facts)
                .by(who.userId())
                .in(who.sessionId())
                .on("user", who.userId());
        return audit.record(entry)
                .thenMany(Flux.concat(
                        Mono.fromSupplier(() -> "{\"exported_at\":" + write(clock.instant())),
                        Flux.fromIterable(sections).concatMap(section -> section(section, who), 1),
                        Mono.just("}\n")));
    }

    private Flux<String> section(PersonalData data, SignedIn who) {
        return Flux.defer(() -> {
            AtomicBoolean first = new AtomicBoolean(true);
            Flux<String> rows = data.of(who.userId()).map(row -> (first.getAndSet(false) ? "\n" : ",\n") + write(row));
            return Flux.concat(Mono.just(",\n" + write(data.section()) + ":["), rows, Mono.just("]"));
        });
    }

    private String write(Object value) {
        return json.writeValueAsString(value);
    }

    private void requireDifferentNames() {
        Set<String> names = new HashSet<>(Set.of("exported_at"));
        sections.forEach(data -> {
            if (!names.add(data.section())) {
                throw new IllegalStateException("Two sections of the export have the name " + data.section());
            }
        });
    }
}
