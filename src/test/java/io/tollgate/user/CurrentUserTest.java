package io.tollgate.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.reactive.function.server.MockServerRequest;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** The guards: what a token says counts for who it is, the database for what they may. */
@IntegrationTest
class CurrentUserTest {

    @Autowired
    private CurrentUser currentUser;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Ids ids;

    @Test
    void letsAnyoneWhoExistsPass() {
        TestUser user = testUsers.unverified();
        assertThat(currentUser.any(from(user)).block().id()).isEqualTo(user.id());
        assertThat(refusal(currentUser.any(from(new SignedIn(ids.next(), ids.next())))))
                .isEqualTo(ErrorCode.USER_GONE);
    }

    @Test
    void wantsActiveUsersToBeVerifiedAndNotDeactivated() {
        assertThat(currentUser.active(from(testUsers.signUp())).block()).isNotNull();
        assertThat(refusal(currentUser.active(from(testUsers.unverified())))).isEqualTo(ErrorCode.ACCOUNT_NOT_ACTIVE);
        assertThat(refusal(currentUser.active(from(testUsers.deactivated())))).isEqualTo(ErrorCode.ACCOUNT_NOT_ACTIVE);
    }

    @Test
    void asksTheDatabaseWhoIsAnAdministratorNow() {
        TestUser admin = testUsers.admin();
        assertThat(currentUser.admin(from(admin)).block()).isNotNull();
        assertThat(refusal(currentUser.admin(from(testUsers.signUp())))).isEqualTo(ErrorCode.ADMIN_REQUIRED);
        db.sql("update users set is_admin = false where id = :id")
                .bind("id", admin.id())
                .then()
                .block();
        assertThat(refusal(currentUser.admin(from(admin)))).isEqualTo(ErrorCode.ADMIN_REQUIRED);
    }

    private static ErrorCode refusal(Mono<User> guarded) {
        return catchThrowableOfType(ApiException.class, guarded::block).code();
    }

    private static ServerRequest from(TestUser user) {
        return from(new SignedIn(user.id(), user.session().id()));
    }

    private static ServerRequest from(SignedIn who) {
        return MockServerRequest.builder()
                .principal(new TestingAuthenticationToken(who, ""))
                .build();
    }
}
