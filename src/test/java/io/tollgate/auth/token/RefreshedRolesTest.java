package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class RefreshedRolesTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Grants grants;

    @Autowired
    private DatabaseClient db;

    @Test
    void areThoseOfTheMoment() throws ParseException {
        TestUser user = testUsers.signUp();
        TokenClient client = new TokenClient(http, grants);
        TokenClient.Tokens first = client.signIn(user);
        assertThat(roles(first)).containsExactly("user");
        db.sql("update users set is_admin = true where id = :id")
                .bind("id", user.id())
                .then()
                .block();
        assertThat(roles(client.refresh(first.refresh()).tokens())).containsExactly("user", "admin");
    }

    private static List<String> roles(TokenClient.Tokens tokens) throws ParseException {
        return SignedJWT.parse(tokens.access()).getJWTClaimsSet().getStringListClaim("roles");
    }
}
