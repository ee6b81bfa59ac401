//! Indonesian.

use super::{
    Catalog, ChangeTexts, DocumentTexts, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts,
    WindowTexts,
};

pub(super) static ID: Catalog = Catalog {
    lang: "id",
    title: "Kartu My Number - OpenJPKI",
    domain: "Domain: {domain}",
    purpose: PurposeTexts {
        authenticate: "Situs ini meminta Anda masuk dengan Kartu My Number.",
        register: "Situs ini meminta Anda mendaftar dengan Kartu My Number.",
        certificate: "Situs ini meminta sertifikat di Kartu My Number Anda.",
    },
    leaves: PerKey {
        user_authentication: LeavesTexts {
            with_signature: "Yang akan diterima: sertifikat autentikasi pengguna Anda (tanpa nama atau alamat, tetapi sama di \
                semua situs) dan tanda tangan.",
            certificate: "Yang akan diterima: sertifikat autentikasi pengguna Anda (tanpa nama atau alamat, tetapi sama di \
                semua situs).",
        },
        digital_signature: LeavesTexts {
            with_signature: "Yang akan diterima: sertifikat tanda tangan Anda dengan nama, alamat, tanggal lahir, dan \
                jenis kelamin, serta tanda tangan.",
            certificate: "Yang akan diterima: sertifikat tanda tangan Anda dengan nama, alamat, tanggal lahir, dan \
                jenis kelamin.",
        },
    },
    own: OwnTexts {
        certificate: "Anda ingin melihat sertifikat di Kartu My Number Anda.",
        stays: "Tidak ada yang keluar dari komputer ini.",
    },
    documents: DocumentTexts {
        ask: Plural {
            one: "Situs ini meminta Anda menandatangani {count} dokumen dengan Kartu My Number:",
            other: "Situs ini meminta Anda menandatangani {count} dokumen dengan Kartu My Number:",
        },
        unseen: "situs tidak menunjukkan isinya",
        more: Plural {
            one: "dan {more} lagi, lihat jendela OpenJPKI di browser",
            other: "dan {more} lagi, lihat jendela OpenJPKI di browser",
        },
    },
    pin: PerKey {
        user_authentication: PinTexts {
            name: "PIN autentikasi pengguna (利用者証明用パスワード)",
            shape: "4 angka",
            field: "PIN (4 angka):",
        },
        digital_signature: PinTexts {
            name: "kata sandi tanda tangan (署名用パスワード)",
            shape: "6 sampai 16 huruf dan angka",
            field: "Kata sandi (6-16):",
        },
    },
    tries: Plural {
        one: "Sisa {tries} kesempatan.",
        other: "Sisa {tries} kesempatan.",
    },
    mistake: PerKey {
        user_authentication: MistakeTexts {
            wrong: "PIN itu belum benar.",
            same_again: "Anda mengetik lagi PIN salah yang sama.",
            empty: "Belum ada yang diketik. Ketik 4 angkanya.",
            too_short: "Terlalu pendek: PIN terdiri atas 4 angka.",
            too_long: "Terlalu panjang: PIN terdiri atas 4 angka.",
            forbidden_character: "PIN hanya berisi angka.",
            other_pin: "Ini tampaknya kata sandi tanda tangan. Di sini, ketik PIN autentikasi pengguna: 4 angka.",
        },
        digital_signature: MistakeTexts {
            wrong: "Kata sandi itu belum benar.",
            same_again: "Anda mengetik lagi kata sandi salah yang sama.",
            empty: "Belum ada yang diketik. Ketik 6 sampai 16 huruf dan angkanya.",
            too_short: "Terlalu pendek: kata sandi paling sedikit 6 huruf dan angka.",
            too_long: "Terlalu panjang: kata sandi paling banyak 16 huruf dan angka.",
            forbidden_character: "Kata sandi hanya berisi huruf A sampai Z dan angka.",
            other_pin: "Ini PIN 4 angka, yang lain di kartu Anda. Di sini, ketik kata sandi tanda tangan: 6 sampai 16 \
                huruf dan angka.",
        },
    },
    no_try_used: "Kartu tidak menerimanya; kesempatan Anda tidak berkurang.",
    change: ChangeTexts {
        purpose: "Anda ingin mengubah {pin}.",
        steps: "Ketik dulu yang sekarang, lalu yang baru dua kali. Sebelum itu kartu tidak menerima apa pun.",
        kept: "Yang baru yang Anda ketik tidak hilang. Ketik yang sekarang saja.",
        current: "{pin} yang sekarang",
        new: "{pin} yang baru",
        repeat: "{pin} yang baru, sekali lagi",
        advice: PerKey {
            user_authentication: "Pilih 4 angka yang tidak mudah ditebak: bukan tanggal lahir, nomor telepon, 0000 atau \
                1234.",
            digital_signature: "Pilih 6 sampai 16 huruf A sampai Z dan angka, paling sedikit satu dari masing-masing. \
                Bukan nama atau tanggal lahir.",
        },
        repeat_advice: "Agar salah ketik tidak membuat kartu Anda terkunci.",
        settle_advice: "Kartu lalu memberi tahu apakah yang baru berlaku.",
        same_as_current: "Ini yang sekarang. Pilih yang lain.",
        not_mixed: "Kata sandi baru memerlukan paling sedikit satu huruf dan satu angka.",
        not_repeated: "Keduanya tidak sama. Ketik lagi yang baru.",
        not_the_new_one: "Ini bukan yang baru yang tadi Anda ketik dua kali. Ketik yang itu.",
        done_heading: "Sudah diubah",
        done: "Kartu sudah mengubah {pin}. Mulai sekarang hanya yang baru yang berlaku.",
        unchanged_heading: "Tidak diubah",
        unchanged: "{pin} tidak diubah. Yang sebelumnya tetap berlaku.",
        doubt_heading: "Yang mana yang berlaku?",
        doubt: "Kartu diambil, atau tidak menjawab, tepat saat mengubah {pin}. Letakkan kartu yang sama kembali di \
            pembaca kartu, tekan {ok}, lalu ketik yang baru sekali lagi: kartu memberi tahu apakah itu berlaku.",
        unknown: "Belum diketahui {pin} mana yang berlaku. Saat memerlukannya, coba dulu yang baru; jika kartu \
            menolaknya, yang sebelumnya berlaku.",
        refused: "Kartu menjawab bahwa {pin} sudah diubah, tetapi lalu menolak yang baru. Saat memerlukannya, ketik yang \
            sebelumnya; jika kartu menolaknya juga, berhentilah dan tanyakan di kantor kota (市区町村の窓口).",
    },
    last_try: "Ini kesempatan terakhir untuk {pin}. Jika salah, akan terkunci sampai dibuka di kantor kota Anda. Jika \
        tidak yakin, berhentilah di sini.",
    last_try_continue: "Saya yakin: pakai kesempatan terakhir",
    blocked: "{pin} terkunci karena terlalu banyak kesalahan. Datanglah ke kantor kota Anda (市区町村の窓口) dengan \
        membawa Kartu My Number dan kartu penduduk asing (在留カード) atau dokumen identitas lain, lalu tunjukkan \
        kalimat ini:\n{sentence}",
    ok: "OK",
    cancel: "Batal",
    window: WindowTexts {
        advice: PerKey {
            user_authentication: "4 angka yang Anda pilih di kantor kota.",
            digital_signature: "6 sampai 16 huruf dan angka. Huruf kecil menjadi huruf besar saat diketik, jadi Caps \
                Lock tidak berpengaruh.",
        },
        missing: PerKey {
            user_authentication: Plural {
                one: "Kurang {missing} angka.",
                other: "Kurang {missing} angka.",
            },
            digital_signature: Plural {
                one: "Kurang paling sedikit {missing} karakter.",
                other: "Kurang paling sedikit {missing} karakter.",
            },
        },
        complete: PerKey {
            user_authentication: "Tekan OK untuk melanjutkan.",
            digital_signature: "Setelah semua diketik, tekan OK.",
        },
        folded: "Karakter lebar penuh (全角) diubah menjadi setengah lebar (半角).",
        not_entered: "Karakter itu tidak dimasukkan.",
        no_paste: "Di sini tidak bisa menempel, agar PIN tidak tersimpan di papan klip. Silakan ketik.",
        working: "Kartu sedang bekerja. Biarkan kartu di tempatnya.",
        last_try_heading: "Tinggal satu kesempatan",
        last_try_stop: "Berhenti di sini",
        blocked_heading: "Terkunci",
        close: "Tutup",
    },
};
