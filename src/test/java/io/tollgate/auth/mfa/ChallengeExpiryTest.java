package io.tollgate.auth.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.auth.mfa.MfaClient.Enrolled;
import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class ChallengeExpiryTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MutableClock clock;

    @Autowired
    private Expiring expiringMfaChallenges;

    @Autowired
    private ExpiredRows rows;

    @Autowired
    private DatabaseClient db;

    @Test
    void forgetsWhatIsOfNoUseForADay() {
        MfaClient client = new MfaClient(context, http);
        Enrolled ada = client.enrolled();
        String old = client.mfaToken(ada.user());
        clock.advance(Duration.ofDays(1).plusMinutes(6));
        String young = client.mfaToken(ada.user());
        assertThat(old).isNotEqualTo(young);
        expiringMfaChallenges.forget().apply(rows).block();
        assertThat(challenges(ada)).isEqualTo(1);
        client.complete(young, "totp", client.nextCode(ada.secret())).expect(200);
    }

    private long challenges(Enrolled who) {
        return db.sql("select count(*) from mfa_challenges where user_id = :id")
                .bind("id", who.user().id())
                .mapValue(Long.class)
                .one()
                .block();
    }
}
