package io.tollgate.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Ending sessions from the list. */
@IntegrationTest
class SessionEndTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private DatabaseClient db;

    private Logins logins;
    private TestUser user;

    @BeforeEach
    void signUp() {
        logins = new Logins(http, hashing, passwords);
        user = testUsers.signUp();
    }

    @Test
    void endsOneOnEveryNode() {
        TestUser phone = testUsers.again(user);
        SecondNode other = SecondNode.shared();
        assertThat(me(other.http(), phone)).isEqualTo(200);
        assertThat(delete("/sessions/" + phone.session().id())).isEqualTo(204);
        assertThat(me(http, phone)).isEqualTo(401);
        Awaiting.until("401 on the other node", () -> me(other.http(), phone) == 401);
        assertThat(me(other.http(), user)).isEqualTo(200);
        assertThat(reason(phone)).isEqualTo("revoked_by_user");
    }

    @Test
    void tellsNoDifferenceBetweenForeignUnknownAndEnded() {
        TestUser stranger = testUsers.signUp();
        UUID ended = again();
        assertThat(delete("/sessions/" + ended)).isEqualTo(204);
        String foreign = problem(stranger.session().id().toString());
        assertThat(foreign).isEqualTo(problem(UUID.randomUUID().toString()));
        assertThat(foreign).isEqualTo(problem(ended.toString()));
        assertThat(foreign).isEqualTo(problem("no-id"));
        assertThat(me(http, stranger)).isEqualTo(200);
    }

    @Test
    void endsAllOthers() {
        TestUser phone = testUsers.again(user);
        TestUser tablet = testUsers.again(user);
        TestUser stranger = testUsers.signUp();
        assertThat(delete("/sessions")).isEqualTo(204);
        assertThat(me(http, phone)).isEqualTo(401);
        assertThat(me(http, tablet)).isEqualTo(401);
        assertThat(me(http, user)).isEqualTo(200);
        assertThat(me(http, stranger)).isEqualTo(200);
        assertThat(delete("/sessions")).isEqualTo(204);
    }

    @Test
    void wantsARecentLoginForAnyButTheCurrentOne() {
        UUID phone = again();
        TestUser stale = testUsers.againFromLongAgo(user);
        WebTestClient client = stale.authorized(http);
        assertThat(Logins.status(client.delete().uri("/sessions/" + phone).exchange()))
                .isEqualTo(403);
        assertThat(Logins.status(client.delete().uri("/sessions").exchange())).isEqualTo(403);
        assertThat(Logins.status(
                        client.delete().uri("/sessions/" + stale.session().id()).exchange()))
                .isEqualTo(204);
        assertThat(me(http, stale)).isEqualTo(401);
        assertThat(delete("/sessions/" + phone)).isEqualTo(204);
    }

    @Test
    void endsASessionOnceWhenAskedTwentyTimesAtOnce() {
        UUID phone = again();
        List<Integer> answers = AtOnce.times(20, _ -> delete("/sessions/" + phone));
        assertThat(answers).containsOnly(204, 404).containsOnlyOnce(204);
    }

    /** Also of what was refused, and of which session it was tried in. */
    @Test
    void leavesALineOfEachAttempt() {
        UUID own = user.session().id();
        UUID phone = again();
        UUID foreign = testUsers.signUp().session().id();
        assertThat(delete("/sessions/" + phone)).isEqualTo(204);
        assertThat(delete("/sessions/" + phone)).isEqualTo(404);
        assertThat(delete("/sessions/" + foreign)).isEqualTo(404);
        assertThat(delete("/sessions")).isEqualTo(204);
        assertThat(delete("/sessions/" + own)).isEqualTo(204);
        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "session.revoked success " + phone,
                        "session.revoked not_found " + phone,
                        "session.revoked not_found " + foreign,
                        "session.revoked_others success " + own,
                        "session.revoked success " + own);
    }

    private List<String> lines() {
        return db.sql("""
                        select action || ' ' || outcome || ' ' || subject_id as line from audit_log
                        where actor_id = :user and session_id = :session and subject_type = 'session'
                        """)
                .bind("user", user.id())
                .bind("session", user.session().id())
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }

    private UUID again() {
        return testUsers.again(user).session().id();
    }

    private int delete(String path) {
        return Logins.status(user.authorized(http).delete().uri(path).exchange());
    }

    /** Without what differs with every answer. */
    private String problem(String id) {
        byte[] body = user.authorized(http)
                .delete()
                .uri("/sessions/" + id)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return new String(body).replaceAll("\"(request_?[iI]d|instance)\":\"[^\"]*\"", "");
    }

    private static int me(WebTestClient node, TestUser user) {
        return Logins.status(user.authorized(node).get().uri("/me").exchange());
    }

    private String reason(TestUser of) {
        return db.sql("select ended_reason from sessions where id = :id")
                .bind("id", of.session().id())
                .mapValue(String.class)
                .one()
                .block();
    }
}
