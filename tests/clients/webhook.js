// Whether npm `standardwebhooks` takes a message, and refuses it with another body: `node webhook.js MESSAGE`.
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

const { secret, headers, body } = JSON.parse(process.argv[2]);
const webhook = new Webhook(secret);
const told = webhook.verify(body, headers);
if (told.type !== 'listing.changed') throw new Error(`told of ${told.type}`);
try {
  webhook.verify(body.replace('fair', 'foul'), headers);
  throw new Error('a changed message was taken');
} catch (error) {
  if (!(error instanceof WebhookVerificationError)) throw error;
}
console.log('taken');
