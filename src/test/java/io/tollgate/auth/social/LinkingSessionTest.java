package io.tollgate.auth.social;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.auth.session.EndReason;
import io.tollgate.auth.session.Sessions;
import io.tollgate.auth.social.SocialClient.Departed;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An identity is linked to the session and the browser that wanted it, or to none. */
class LinkingSessionTest extends IdentityFixture {

    @Autowired
    private Sessions sessions;

    @Test
    void linksNothingInTheBrowserOfAVictim() {
        Departed mine = depart(user, "google", Map.of());
        URI back = client.consent(mine);
        assertThat(client.callback(back, null).expect(400).code()).isEqualTo("social_state_invalid");
        assertThat(accounts.identities(account)).isZero();
    }

    @Test
    void linksNothingOnceTheSessionHasEnded() {
        Departed departed = depart(user, "google", Map.of());
        sessions.end(user.session().id(), EndReason.LOGOUT).block();
        client.comeBack(departed).expect(400);
        assertThat(accounts.identities(account)).isZero();
    }
}
