package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.time.Ids;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** The whole graph of states: what the class allows is what the database allows, and both are what is written here. */
@IntegrationTest
class StatusGraphTest {

    private static final Set<SubscriptionStatus> RUNNING = EnumSet.of(
            SubscriptionStatus.TRIALING,
            SubscriptionStatus.ACTIVE,
            SubscriptionStatus.PAST_DUE,
            SubscriptionStatus.UNPAID,
            SubscriptionStatus.PAUSED);

    @Autowired
    private DatabaseClient db;

    @Autowired
    private TestUsers users;

    @Autowired
    private Ids ids;

    @Test
    void allowsNoStepThatIsNotInTheGraph() {
        Map<SubscriptionStatus, Set<SubscriptionStatus>> graph = graph();
        TestUser user = users.signUp();
        for (SubscriptionStatus from : SubscriptionStatus.values()) {
            for (SubscriptionStatus to : SubscriptionStatus.values()) {
                boolean allowed = graph.get(from).contains(to);
                assertThat(from.mayBecome(to)).as("%s -> %s", from, to).isEqualTo(allowed);
                UUID id = insert(user, from);
                if (allowed) {
                    assertThat(update(id, to)).isEqualTo(1);
                } else {
                    assertThatThrownBy(() -> update(id, to)).hasStackTraceContaining("cannot go from");
                }
                Long _ = db.sql("delete from subscriptions where id = '" + id + "'")
                        .fetch()
                        .rowsUpdated()
                        .block();
            }
        }
    }

    @Test
    void leadsFromNoEndAnywhere() {
        for (SubscriptionStatus status : SubscriptionStatus.values()) {
            assertThat(status.over()).isNotEqualTo(status.live() || status == SubscriptionStatus.INCOMPLETE);
        }
    }

    private static Map<SubscriptionStatus, Set<SubscriptionStatus>> graph() {
        Map<SubscriptionStatus, Set<SubscriptionStatus>> graph = new EnumMap<>(SubscriptionStatus.class);
        Set<SubscriptionStatus> afterRunning = EnumSet.copyOf(RUNNING);
        afterRunning.add(SubscriptionStatus.CANCELED);
        RUNNING.forEach(status -> graph.put(status, afterRunning));
        graph.put(SubscriptionStatus.INCOMPLETE, EnumSet.allOf(SubscriptionStatus.class));
        graph.put(SubscriptionStatus.CANCELED, EnumSet.of(SubscriptionStatus.CANCELED));
        graph.put(SubscriptionStatus.INCOMPLETE_EXPIRED, EnumSet.of(SubscriptionStatus.INCOMPLETE_EXPIRED));
        return graph;
    }

    private UUID insert(TestUser user, SubscriptionStatus status) {
        UUID id = ids.next();
        Long _ = db.sql("""
                        insert into subscriptions (id, user_id, plan_version_id, provider, provider_subscription_id, status,
                                                   started_at, created_at, updated_at)
                        select '%s', '%s', id, 'stripe', 'sub_%s', '%s', now(), now(), now() from plan_versions limit 1
                        """.formatted(id, user.id(), id, status.value()))
                .fetch()
                .rowsUpdated()
                .block();
        return id;
    }

    private Long update(UUID id, SubscriptionStatus status) {
        return db.sql("update subscriptions set status = '%s' where id = '%s'".formatted(status.value(), id))
                .fetch()
                .rowsUpdated()
                .block();
    }
}
