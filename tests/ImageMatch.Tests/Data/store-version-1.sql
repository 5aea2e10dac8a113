-- A store as version 1 wrote it: two records, one with everything, one of another program.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE signers (
    signer INTEGER PRIMARY KEY,
    algorithm INTEGER NOT NULL,
    decoder TEXT NOT NULL,
    decoder_version TEXT NOT NULL,
    UNIQUE (algorithm, decoder, decoder_version)
) STRICT;

CREATE TABLE records (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id ANY NOT NULL UNIQUE,
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    path_hash INTEGER NOT NULL,
    frame INTEGER NOT NULL,
    signature BLOB NOT NULL,
    metadata TEXT,
    length INTEGER,
    last_write INTEGER,
    content_hash ANY,
    width INTEGER,
    height INTEGER,
    format TEXT,
    signer INTEGER REFERENCES signers (signer),
    added INTEGER NOT NULL
) STRICT;

CREATE INDEX records_by_path ON records (path_hash);

PRAGMA application_id = 1229801299;
PRAGMA user_version = 1;

INSERT INTO meta (name, value) VALUES
    ('store_id', '5b0c7a3e0f6d4c1e9a8b7c6d5e4f3a2b'),
    ('profile', '{"AlgorithmVersion":1,"Options":{"GridSize":9,"Crop":true,"LowerPercentile":5,"UpperPercentile":95,"SquareSize":null,"DiagonalNeighbors":true,"Tolerance":0.00784313725490196,"Levels":2,"FixedRatio":false,"WordLength":16,"WordCount":63},"Transparency":"Flatten","ExifOrientation":"Apply"}');

INSERT INTO signers (signer, algorithm, decoder, decoder_version) VALUES (1, 1, 'libvips', '8.18.7');

INSERT INTO records (id, source, path, path_hash, frame, signature, metadata, length, width, height, format, signer, added) VALUES
    (x'00000000000070008000000000000001', '', '/photos/old.jpg', 2367283894771227190, 0,
     x'00254a6f173c61092e537820456a12375c04294e731b40650d32577c24496e163b60082d52771f446911365b03284d721a3f640c31567b23486d153a5f072c51761e436810355a02274c71193e630b30557a22476c14395e062b39',
     '{"things": "stuff!"}', 123, 4, 3, 'Jpeg', 1, 638400000000000000),
    ('AVxK-Nem9Tc_bJgu', 'pc', 'https://example.org/b.png', -5836089891312299996, 2,
     x'053a6f275c144901366b235810457a32671f540c41762e631b50083d722a5f174c04396e265b134800356a22570f447931661e530b40752d621a4f073c71295e164b03386d255a12477c346921560e437830651d520a3f742c613e',
     NULL, NULL, NULL, NULL, NULL, NULL, 638400000000000001);
