package io.tollgate.auth.otp;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Somebody who may ask for codes, and their mailbox. */
@IntegrationTest
abstract class CodeFixture {

    @Autowired
    WebTestClient http;

    @Autowired
    TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    AuthCalls calls;
    AuthRows rows;
    CodeMails mails;
    TestUser user;
    String email;

    @BeforeEach
    void signUp() {
        calls = new AuthCalls(http);
        rows = new AuthRows(db);
        mails = new CodeMails(calls);
        user = testUsers.signUp();
        email = user.user().email();
    }
}
