// A certified OpenID provider on this machine, for tests: `node server.mjs PORT CALLBACK`. Whoever signs in is who they say, and two of them
// get a token that the dashboard must refuse: elsewhere@… one for another client, late@… one that is over.
import Provider from 'oidc-provider';
import * as jose from 'jose';

const [port, callback] = process.argv.slice(2);
const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true });
const key = { ...(await jose.exportJWK(privateKey)), kid: 'test', use: 'sig', alg: 'RS256' };
const WRONG = { elsewhere: () => ({ aud: 'another-client' }), late: (now) => ({ exp: now - 60 }) };

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{ client_id: 'cdmon', client_secret: 'a secret of a test', redirect_uris: [callback], post_logout_redirect_uris: [callback] }],
  jwks: { keys: [key] },
  cookies: { keys: ['a test'] },
  conformIdTokenClaims: false,
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: id, email_verified: true, name: id }) }),
});

provider.use(async (ctx, next) => {
  await next();
  const token = ctx.path === '/token' && ctx.body?.id_token;
  const claims = token && jose.decodeJwt(token);
  const wrong = claims && WRONG[claims.sub.split('@')[0]];
  if (wrong) {
    const changed = { ...claims, ...wrong(Math.floor(Date.now() / 1000)) };
    ctx.body = { ...ctx.body, id_token: await new jose.SignJWT(changed).setProtectedHeader({ alg: 'RS256', kid: 'test' }).sign(privateKey) };
  }
});

provider.listen(Number(port));
