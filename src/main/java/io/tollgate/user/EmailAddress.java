package io.tollgate.user;

/** What is taken for an e-mail address. Whether it is somebody's, only a mail to it tells. */
public final class EmailAddress {

    /** RFC 5321 without quoted local parts and literal domains; the look-ahead keeps long texts from being searched. */
    public static final String PATTERN = "(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
            + "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]";

    /** What somebody typed to be looked up: whatever could be one, and nothing that PostgreSQL does not take. */
    public static final String TYPED = "\\s*[^\\p{Cntrl}\\s@]+@[^\\p{Cntrl}\\s@]+\\s*";

    public static final String RULE = "value is not a valid email address";

    private EmailAddress() {}
}
