import { say, type Words } from '../../../loopback/words.ts';

const enrolling = {
  'no-server': {
    status: 409,
    title: say('There is no cloud', 'Es gibt keine Cloud'),
    detail: say('This controller was set up without a server.', 'Dieser Controller wurde ohne Server eingerichtet.'),
    nextStep: say(
      'Carry files instead: muniment controller request, install and receipt.',
      'Tragen Sie stattdessen Dateien hin und her: muniment controller request, install und receipt.',
    ),
  },
  unreachable: {
    status: 502,
    title: say('The cloud cannot be reached', 'Die Cloud ist nicht erreichbar'),
    detail: say(
      (facts) => `No answer came (${facts.reason}). The controller works on with the licence it has.`,
      (facts) => `Es kam keine Antwort (${facts.reason}). Der Controller arbeitet mit der Lizenz weiter, die er hat.`,
    ),
    nextStep: say(
      'Check the network. What is under way goes on by itself once the cloud is there; without a network, carry files instead.',
      'Prüfen Sie das Netz. Was begonnen ist, geht von selbst weiter, sobald die Cloud da ist; ohne Netz tragen Sie Dateien hin und her.',
    ),
  },
  'keys-not-fetched': {
    status: 502,
    title: say('The vendor’s keys could not be fetched', 'Die Schlüssel des Herstellers ließen sich nicht holen'),
    detail: say(
      (facts) => `${facts.server} did not answer (${facts.reason}). No controller was set up, and nothing was written.`,
      (facts) => `${facts.server} hat nicht geantwortet (${facts.reason}). Es wurde kein Controller eingerichtet und nichts geschrieben.`,
    ),
    nextStep: say(
      (facts) =>
        `Setting up needs the cloud once, for the vendor’s public keys. Check address and network, or save ${facts.address} as jwks.json on a computer that reaches it, bring the file here, and add: --keys jwks.json --vendor ${facts.vendor ?? 'SLUG'}`,
      (facts) =>
        `Zum Einrichten braucht es die Cloud einmal, für die öffentlichen Schlüssel des Herstellers. Prüfen Sie Adresse und Netz, oder speichern Sie ${facts.address} auf einem Rechner, der sie erreicht, als jwks.json, bringen Sie die Datei hierher und ergänzen Sie: --keys jwks.json --vendor ${facts.vendor ?? 'KÜRZEL'}`,
    ),
  },
  'no-customer-id': {
    status: 409,
    title: say('There is no customer id yet', 'Es gibt noch keine Kunden-ID'),
    detail: say('This controller belongs to no project.', 'Dieser Controller gehört zu keinem Projekt.'),
    nextStep: say(
      'Enter the customer id that the portal shows on the project’s page “Enrolments”: muniment controller customer ID',
      'Tragen Sie die Kunden-ID ein, die im Portal auf der Seite „Anmeldungen“ des Projekts steht: muniment controller customer ID',
    ),
  },
  'customer-id-not-valid': {
    status: 422,
    title: say('This is no customer id', 'Das ist keine Kunden-ID'),
    detail: say(
      (facts) => `“${facts.customerId}” is not of the form 2133c667-af41-4518-94df-a2bb3b775330.`,
      (facts) => `„${facts.customerId}“ hat nicht die Form 2133c667-af41-4518-94df-a2bb3b775330.`,
    ),
    nextStep: say(
      'Copy it in the portal, from the project’s page “Enrolments”.',
      'Kopieren Sie sie im Portal von der Seite „Anmeldungen“ des Projekts.',
    ),
  },
  'licenses-active': {
    status: 409,
    title: say('Licences of this project are active', 'Lizenzen dieses Projekts sind aktiv'),
    detail: say(
      'The customer id cannot be changed while licences of the project are active here, or on their way.',
      'Die Kunden-ID lässt sich nicht ändern, solange Lizenzen des Projekts hier aktiv oder unterwegs sind.',
    ),
    nextStep: say('Transfer the licences to the cloud first.', 'Übertragen Sie die Lizenzen zuerst in die Cloud.'),
  },
  'enrolment-waits': {
    status: 409,
    title: say('Somebody has to approve this controller', 'Jemand muss diesen Controller genehmigen'),
    detail: say(
      'The cloud knows of this controller and waits for somebody to approve it.',
      'Die Cloud weiß von diesem Controller und wartet, bis ihn jemand genehmigt.',
    ),
    nextStep: say(
      'Approve it in the portal, on the project’s page under Enrolments; compare the thumbprint. Or enter an enrolment code: muniment controller enrol --code CODE',
      'Genehmigen Sie ihn im Portal, auf der Seite des Projekts unter „Anmeldungen“; vergleichen Sie den Fingerabdruck. Oder tragen Sie einen Anmeldecode ein: muniment controller enrol --code CODE',
    ),
  },
  'device-key-killed': {
    status: 409,
    title: say('This controller’s key is worth nothing any more', 'Der Schlüssel dieses Controllers gilt nicht mehr'),
    detail: say(
      'Another key took its place, or somebody revoked it. The licences stay booked on the install code.',
      'Ein anderer Schlüssel trat an seine Stelle, oder jemand hat ihn gesperrt. Die Lizenzen bleiben auf den Installationscode gebucht.',
    ),
    nextStep: say(
      'If this is the right controller, enrol it with a new key: muniment controller enrol --new-key. Somebody has to approve that.',
      'Ist dies der richtige Controller, melden Sie ihn mit einem neuen Schlüssel an: muniment controller enrol --new-key. Das muss jemand genehmigen.',
    ),
  },
  'enrolment-refused': {
    status: 409,
    title: say('This controller was refused', 'Dieser Controller wurde abgelehnt'),
    detail: say('Somebody of the project said no to it.', 'Jemand aus dem Projekt hat ihn abgelehnt.'),
    nextStep: say(
      'Ask the project. To be asked about again, it needs a new key: muniment controller enrol --new-key',
      'Fragen Sie im Projekt nach. Um noch einmal gefragt zu werden, braucht er einen neuen Schlüssel: muniment controller enrol --new-key',
    ),
  },
} satisfies Record<string, Words>;

const moving = {
  'license-not-waiting': {
    status: 409,
    title: say('This licence does not wait any more', 'Diese Lizenz wartet nicht mehr'),
    detail: say(
      (facts) => `${facts.lotId} is not among the licences that this controller can activate.`,
      (facts) => `${facts.lotId} ist nicht unter den Lizenzen, die dieser Controller aktivieren kann.`,
    ),
    nextStep: say('Download the list again and choose from it.', 'Laden Sie die Liste neu und wählen Sie daraus.'),
  },
  'agreement-to-accept': {
    status: 409,
    title: say('There is an agreement to accept', 'Es gibt eine Vereinbarung anzunehmen'),
    detail: say(
      'Activating these licences needs the agreement that comes with the list to be accepted.',
      'Um diese Lizenzen zu aktivieren, muss die Vereinbarung angenommen werden, die mit der Liste kommt.',
    ),
    nextStep: say(
      ({ id, version }) => `Read it (muniment controller download shows it), and activate again with --accept ${id}:${version}.`,
      ({ id, version }) =>
        `Lesen Sie sie (muniment controller download zeigt sie), und aktivieren Sie noch einmal mit --accept ${id}:${version}.`,
    ),
  },
  'activation-pending': {
    status: 409,
    title: say('An activation is not finished', 'Eine Aktivierung ist nicht abgeschlossen'),
    detail: say(
      'Licences were asked for, and the cloud has not answered yet.',
      'Es wurden Lizenzen angefordert, und die Cloud hat noch nicht geantwortet.',
    ),
    nextStep: say(
      'Connect the controller to the cloud: muniment controller sync',
      'Verbinden Sie den Controller mit der Cloud: muniment controller sync',
    ),
  },
  'receipt-pending': {
    status: 409,
    title: say('A transfer is not finished', 'Eine Übertragung ist nicht abgeschlossen'),
    detail: say(
      'Licences were removed here, and the cloud does not know of it yet.',
      'Hier wurden Lizenzen entfernt, und die Cloud weiß noch nichts davon.',
    ),
    nextStep: say(
      'Connect the controller to the cloud (muniment controller sync), or carry the receipt there (muniment controller receipt).',
      'Verbinden Sie den Controller mit der Cloud (muniment controller sync), oder tragen Sie die Quittung hin (muniment controller receipt).',
    ),
  },
  'nothing-to-transfer': {
    status: 409,
    title: say('There is nothing to transfer', 'Es gibt nichts zu übertragen'),
    detail: say('No licence is active on this controller.', 'Auf diesem Controller ist keine Lizenz aktiv.'),
    nextStep: say('Nothing needs to be done.', 'Es ist nichts zu tun.'),
  },
  'license-removed': {
    status: 409,
    title: say('This licence was given back', 'Diese Lizenz wurde zurückgegeben'),
    detail: say(
      'This licence file, or a newer one, was removed from this controller, and its licences went back.',
      'Diese Lizenzdatei oder eine neuere wurde von diesem Controller entfernt, und ihre Lizenzen gingen zurück.',
    ),
    nextStep: say('Activate licences anew.', 'Aktivieren Sie Lizenzen neu.'),
  },
  'no-request-pending': {
    status: 409,
    title: say('Nothing was asked for', 'Es wurde nichts angefordert'),
    detail: say(
      'A licence file is taken as the answer to a request of this controller, and it waits for none.',
      'Eine Lizenzdatei wird als Antwort auf eine Anforderung dieses Controllers genommen, und er wartet auf keine.',
    ),
    nextStep: say(
      'Make a request first: muniment controller request, and let the portal answer that.',
      'Erzeugen Sie zuerst eine Anforderung: muniment controller request, und lassen Sie das Portal diese beantworten.',
    ),
  },
  'wrong-answer': {
    status: 409,
    title: say('This answers another request', 'Das beantwortet eine andere Anforderung'),
    detail: say(
      'The file is genuine, but it is not the answer to the request that this controller waits for.',
      'Die Datei ist echt, aber nicht die Antwort auf die Anforderung, auf die dieser Controller wartet.',
    ),
    nextStep: say(
      'Bring the answer to the newest request, or make a new one: muniment controller request',
      'Bringen Sie die Antwort auf die neueste Anforderung, oder erzeugen Sie eine neue: muniment controller request',
    ),
  },
} satisfies Record<string, Words>;

/** Words of refusals about the cloud: belonging to a project, and licences on their way between the two. */
export const cloudWords = { ...enrolling, ...moving };
