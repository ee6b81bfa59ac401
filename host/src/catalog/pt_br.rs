//! Portuguese as in Brazil.

use super::{
    Catalog, ChangeTexts, DocumentTexts, LeavesTexts, MistakeTexts, OwnTexts, PerKey, PinTexts, Plural, PurposeTexts,
    WindowTexts,
};

pub(super) static PT_BR: Catalog = Catalog {
    lang: "pt-BR",
    title: "Cartão My Number - OpenJPKI",
    domain: "Domínio: {domain}",
    purpose: PurposeTexts {
        authenticate: "Este site pede que você entre com o cartão My Number.",
        register: "Este site pede que você se cadastre com o cartão My Number.",
        certificate: "Este site pede um certificado do seu cartão My Number.",
    },
    leaves: PerKey {
        user_authentication: LeavesTexts {
            with_signature: "Ele vai receber: seu certificado de autenticação do usuário (sem nome nem endereço, mas o mesmo em \
                todos os sites) e uma assinatura.",
            certificate: "Ele vai receber: seu certificado de autenticação do usuário (sem nome nem endereço, mas o mesmo em \
                todos os sites).",
        },
        digital_signature: LeavesTexts {
            with_signature: "Ele vai receber: seu certificado de assinatura, com seu nome, endereço, data de \
                nascimento e sexo, e uma assinatura.",
            certificate: "Ele vai receber: seu certificado de assinatura, com seu nome, endereço, data de nascimento \
                e sexo.",
        },
    },
    own: OwnTexts {
        certificate: "Você quer ver um certificado do seu cartão My Number.",
        stays: "Nada sai deste computador.",
    },
    documents: DocumentTexts {
        ask: Plural {
            one: "Este site pede que você assine {count} documento com o cartão My Number:",
            other: "Este site pede que você assine {count} documentos com o cartão My Number:",
        },
        unseen: "o site não mostrou o que é",
        more: Plural {
            one: "e mais {more}, na janela do OpenJPKI no navegador",
            other: "e mais {more}, na janela do OpenJPKI no navegador",
        },
    },
    pin: PerKey {
        user_authentication: PinTexts {
            name: "senha de autenticação do usuário (利用者証明用パスワード)",
            shape: "4 dígitos",
            field: "Senha (4 dígitos):",
        },
        digital_signature: PinTexts {
            name: "senha de assinatura (署名用パスワード)",
            shape: "de 6 a 16 letras e números",
            field: "Senha (6 a 16):",
        },
    },
    tries: Plural {
        one: "Resta {tries} tentativa.",
        other: "Restam {tries} tentativas.",
    },
    mistake: PerKey {
        user_authentication: MistakeTexts {
            wrong: "Esta senha não está certa.",
            same_again: "Você digitou de novo a mesma senha errada.",
            empty: "Nada foi digitado. Digite os 4 dígitos.",
            too_short: "Curta demais: a senha tem 4 dígitos.",
            too_long: "Longa demais: a senha tem 4 dígitos.",
            forbidden_character: "A senha só tem dígitos.",
            other_pin: "Esta parece ser a senha de assinatura. Aqui, digite a senha de autenticação do usuário: 4 \
                dígitos.",
        },
        digital_signature: MistakeTexts {
            wrong: "Esta senha não está certa.",
            same_again: "Você digitou de novo a mesma senha errada.",
            empty: "Nada foi digitado. Digite as 6 a 16 letras e números.",
            too_short: "Curta demais: a senha tem pelo menos 6 letras e números.",
            too_long: "Longa demais: a senha tem no máximo 16 letras e números.",
            forbidden_character: "A senha só tem letras de A a Z e números.",
            other_pin: "Esta é uma senha de 4 dígitos, a outra do seu cartão. Aqui, digite a senha de assinatura: de \
                6 a 16 letras e números.",
        },
    },
    no_try_used: "O cartão não a recebeu; nenhuma tentativa foi gasta.",
    change: ChangeTexts {
        purpose: "Você quer mudar a {pin}.",
        steps: "Digite primeiro a atual e depois a nova, duas vezes. Antes disso o cartão não recebe nenhuma delas.",
        kept: "A nova que você digitou não se perdeu. Digite só a atual.",
        current: "A {pin} atual",
        new: "A nova {pin}",
        repeat: "A nova {pin}, mais uma vez",
        advice: PerKey {
            user_authentication: "Escolha 4 dígitos difíceis de adivinhar: nada de aniversário, telefone, 0000 ou 1234.",
            digital_signature: "Escolha de 6 a 16 letras de A a Z e números, pelo menos um de cada. Nada de nome ou \
                aniversário.",
        },
        repeat_advice: "Para que um erro de digitação não bloqueie o seu cartão.",
        settle_advice: "O cartão então diz se a nova vale.",
        same_as_current: "Esta é a senha atual. Escolha outra.",
        not_mixed: "A nova senha precisa de pelo menos uma letra e um número.",
        not_repeated: "As duas não são iguais. Digite outra vez a nova.",
        not_the_new_one: "Esta não é a nova senha que você digitou duas vezes. Digite aquela.",
        done_heading: "Senha mudada",
        done: "O cartão mudou a {pin}. De agora em diante só vale a nova.",
        unchanged_heading: "Senha não mudada",
        unchanged: "A {pin} não foi mudada. A anterior continua valendo.",
        doubt_heading: "Qual delas vale agora?",
        doubt: "O cartão foi retirado, ou não respondeu, bem quando mudava a {pin}. Ponha o mesmo cartão de volta no \
            leitor, aperte {ok} e digite a nova mais uma vez: o cartão então diz se ela vale.",
        unknown: "Ainda não se sabe qual {pin} vale. Quando precisar dela, tente primeiro a nova; se o cartão a \
            recusar, vale a anterior.",
        refused: "O cartão disse que mudou a {pin}, mas depois recusou a nova. Quando precisar dela, digite a anterior; se o \
            cartão também a recusar, pare e pergunte na prefeitura (市区町村の窓口).",
    },
    last_try: "Esta é a última tentativa para a {pin}. Se estiver errada, ela fica bloqueada até você pedir o \
        desbloqueio na prefeitura. Se não tiver certeza, pare aqui.",
    last_try_continue: "Tenho certeza: usar a última tentativa",
    blocked: "A {pin} está bloqueada depois de muitos erros. Vá à prefeitura de onde você mora (市区町村の窓口) com o \
        cartão My Number e o cartão de residência (在留カード) ou outro documento de identidade, e mostre esta \
        frase:\n{sentence}",
    ok: "OK",
    cancel: "Cancelar",
    window: WindowTexts {
        advice: PerKey {
            user_authentication: "Os 4 dígitos que você escolheu na prefeitura.",
            digital_signature: "De 6 a 16 letras e números. As minúsculas viram maiúsculas, por isso o Caps Lock não \
                faz diferença.",
        },
        missing: PerKey {
            user_authentication: Plural {
                one: "Falta {missing} dígito.",
                other: "Faltam {missing} dígitos.",
            },
            digital_signature: Plural {
                one: "Falta pelo menos {missing} caractere.",
                other: "Faltam pelo menos {missing} caracteres.",
            },
        },
        complete: PerKey {
            user_authentication: "Aperte OK para continuar.",
            digital_signature: "Quando digitar tudo, aperte OK.",
        },
        folded: "Os caracteres de largura inteira (全角) foram convertidos para meia largura (半角).",
        not_entered: "Esse caractere não foi aceito.",
        no_paste: "Aqui não se pode colar, para que a senha não fique na área de transferência. Digite-a, por favor.",
        working: "O cartão está trabalhando. Deixe-o onde está.",
        last_try_heading: "Resta só uma tentativa",
        last_try_stop: "Parar aqui",
        blocked_heading: "Senha bloqueada",
        close: "Fechar",
    },
};
