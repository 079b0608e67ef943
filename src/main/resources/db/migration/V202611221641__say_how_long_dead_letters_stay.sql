comment on table dead_letters is
    'Kept until a person replays or drops them; but those whose key is an e-mail address are mails, which go with the account, '
    'or a week later where the address is nobody''s.';
