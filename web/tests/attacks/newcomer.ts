/** Somebody enrols in a browser, with a link that names a network; who is refused has sent nothing. */

import { argon2id } from 'hash-wasm';
import { seededBytes } from '../../src/protocol/testing.ts';
import { Enrolments } from '../../src/session/enrol.ts';
import type { Ports } from '../../src/session/ports.ts';
import { Server } from '../../src/session/server.ts';
import { Signals } from '../../src/session/signals.ts';
import { Impostor } from './impostor.ts';
import type { Scene } from './scene.ts';

export async function enrolment(scene: Scene): Promise<void> {
  const impostor = new Impostor(scene);
  const ports = {
    http: impostor,
    random: { bytes: seededBytes('a newcomer') },
    clock: { nowMs: () => scene.now * 1000, after: () => () => undefined },
    exclusive: { run: <T>(_name: string, work: () => Promise<T>) => work() },
    stretch: {
      argon2id: (password: string, salt: Uint8Array, { m, t, p }: { m: number; t: number; p: number }) =>
        argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: 'binary' }),
    },
  } as unknown as Ports; // the others are not asked
  const signals = new Signals();
  const enrolments = new Enrolments(ports, signals, new Server(impostor), () => Promise.resolve());
  try {
    await enrolments.open('token', scene.net);
  } catch (error) {
    impostor.demandSilence();
    if (signals.block.value?.code !== 'wrong_network') throw new Error('no block on the screen', { cause: error });
    throw error;
  }
  enrolments.choose('newcomer', 'amber kettle under nine maps');
  const kit = signals.enrolment.value;
  enrolments.askQuiz();
  const quiz = signals.enrolment.value;
  if (kit.step !== 'kit' || quiz.step !== 'quiz') throw new Error('no kit, or no quiz');
  const [one, other] = quiz.ask;
  await enrolments.answer([kit.kit.groups[one] ?? '', kit.kit.groups[other] ?? '']);
  impostor.demandSent('POST /enrolments');
}
