# A mail server for one test (aiosmtpd): on a free port of the loopback, with TLS and a password.
#
# smtp.py FOLDER tls|starttls|plain REFUSALS: prints its port, answers 451 to the first REFUSALS mails, and writes each mail that it takes
# into FOLDER as NUMBER.eml, after its envelope on lines of its own. Needs cert.pem and key.pem in FOLDER. Ends with its standard input.
import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, way, refusals = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
taken = 0


def check(server, session, envelope, mechanism, auth):
    right = auth == LoginPassword(b"portal", b"mail-secret")
    return AuthResult(success=right, handled=False)


class Handler:
    async def handle_DATA(self, server, session, envelope):
        global refusals, taken
        if refusals > 0:
            refusals -= 1
            return "451 4.3.0 <%s>: try again later" % envelope.rcpt_tos[0]
        taken += 1
        head = "from %s\nto %s\n\n" % (envelope.mail_from, " ".join(envelope.rcpt_tos))
        part = folder / ("%d.part" % taken)
        part.write_bytes(head.encode() + envelope.content)
        part.rename(folder / ("%d.eml" % taken))
        return "250 taken"


async def serve():
    options, context = {}, None
    if way != "plain":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        options.update(authenticator=check, auth_required=True)
    if way == "tls":
        options.update(auth_require_tls=False)
    if way == "starttls":
        options.update(tls_context=context, require_starttls=True)
        context = None
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), **options), "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
