package io.tollgate.billing.invoice;

/** What readable text is: nothing that does not print, and nothing that reorders the text around it on an invoice. */
final class Text {

    static final String LINE =
            " *+[^\\p{Cntrl}\\s\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\p{Cs}][^\\p{Cntrl}\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\p{Cs}]*+";
    static final String MESSAGE = "Must hold readable text";
    static final String CODE = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    static final String CODE_MESSAGE = "Must be 1 to 100 letters, digits, dots, dashes or underscores";

    /** In minor units: no single thing is worth more, and a hundred thousand of them are far from 2^63. */
    static final long MOST = 9_999_999_999L;

    private Text() {}
}
