package io.tollgate.auth.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthRows;
import io.tollgate.auth.session.Sessions;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@IntegrationTest
class MailboxProofTest {

    private final List<User> heard = new CopyOnWriteArrayList<>();

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private UserRepository users;

    @Autowired
    private Sessions sessions;

    @Autowired
    private OneTimeSecrets secrets;

    @Autowired
    private AuditLog audit;

    @Autowired
    private TransactionalOperator transaction;

    @Autowired
    private DatabaseClient db;

    private MailboxProof proof;

    @BeforeEach
    void listen() {
        MailboxProven listener = user -> Mono.fromRunnable(() -> heard.add(user));
        proof = new MailboxProof(users, sessions, secrets, List.of(listener), audit);
    }

    @Test
    void tellsOnceThatAnAccountHasItsOwner() {
        TestUser user = testUsers.unverified();
        List<User> proven =
                Flux.range(0, 20).flatMap(_ -> prove(user), 20).collectList().block();
        assertThat(proven).hasSize(20).allMatch(User::verified);
        assertThat(heard).containsExactly(user.user());
        assertThat(new AuthRows(db).endedSessions(user.id(), "mailbox_proven")).isEqualTo(1);
        assertThat(new AuthRows(db).audited(user.id(), "email.verified", "success"))
                .isEqualTo(1);
    }

    @Test
    void leavesAProvenAccountAlone() {
        TestUser user = testUsers.signUp();
        assertThat(prove(user).block()).isEqualTo(user.user());
        assertThat(heard).isEmpty();
        assertThat(new AuthRows(db).liveSessions(user.id())).isEqualTo(1);
    }

    @Test
    void changesNothingWhenAListenerFails() {
        TestUser user = testUsers.unverified();
        MailboxProven broken = _ -> Mono.error(() -> new IllegalStateException("broken"));
        proof = new MailboxProof(users, sessions, secrets, List.of(broken), audit);
        assertThat(prove(user).onErrorComplete().blockOptional()).isEmpty();
        assertThat(new AuthRows(db).verified(user.id())).isFalse();
        assertThat(new AuthRows(db).liveSessions(user.id())).isEqualTo(1);
    }

    private Mono<User> prove(TestUser user) {
        return proof.prove(user.user(), "test", RequestFacts.NONE).as(transaction::transactional);
    }
}
