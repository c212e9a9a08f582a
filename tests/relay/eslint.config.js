// What schema.graphql promises to clients beyond being valid, as rules of @graphql-eslint.
//
// Off, or narrowed, where the design speaks otherwise:
// - relay-edge-types/listTypeCanWrapOnlyEdgeType: connections have `nodes: [X!]!` beside `edges`, and
//   short lists that nobody pages (`conflicts`, `keys`, `observedOn`) are plain lists.
// - relay-edge-types/shouldImplementNode: a hit of a search is no record, it holds one.
// - strict-id-in-types: values that live only within a record have no id of their own, nor has what is
//   told of a mutation.
// - require-description: the arguments of the directives that the GraphQL specification itself
//   defines are printed without one.
// - require-nullable-result-in-root: a connection is never null, it is empty.
// - no-typename-prefix: `Partner.partnership` is a word of the field, no prefix.
// - description-style, alphabetize, input-name: the order and look of a generated file.

import { fileURLToPath } from 'node:url';

import graphql from '@graphql-eslint/eslint-plugin';

const schema = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

export default [
  {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema } },
    },
    linterOptions: { noInlineConfig: true },
    rules: {
      // Relay's server specification: connections, edges, PageInfo, arguments.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: true }],
      '@graphql-eslint/relay-connection-types': 'error',
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      '@graphql-eslint/relay-page-info': 'error',
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          exceptions: {
            types: [
              'AlreadyDecided',
              'AlreadyTaken',
              'Change',
              'Conflict',
              'Difference',
              'FuzzyDate',
              'Group',
              'GroupKey',
              'Highlight',
              'InvalidValue',
              'KeyReused',
              'Limits',
              'NotAllowed',
              'NotFound',
              'PageInfo',
              'Path',
              'PathStep',
              'PreviewedChange',
              'SearchHit',
              'Shared',
              'StandsInTheWay',
              'Task',
              'TimelineEntry',
              'UserError',
              'VersionConflict',
              'Viewer',
              'WebhookDelivery',
            ],
            suffixes: ['Connection', 'Edge', 'Payload'],
          },
        },
      ],

      // Everything explains itself.
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
          ignoredSelectors: [
            '[parent.kind=DirectiveDefinition][parent.name.value=/^(include|skip|deprecated|specifiedBy|oneOf)$/]',
          ],
        },
      ],
      '@graphql-eslint/no-hashtag-description': 'error',
      '@graphql-eslint/require-deprecation-reason': 'error',

      // Names: one style for each sort, no two that differ only by capitals, none that says its kind.
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          DirectiveDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
          'FieldDefinition[parent.name.value=Query]': {
            forbiddenPrefixes: ['query', 'get'],
            forbiddenSuffixes: ['Query'],
          },
          ObjectTypeDefinition: { style: 'PascalCase', forbiddenPrefixes: ['Type'], forbiddenSuffixes: ['Type', 'Input'] },
          InterfaceTypeDefinition: { style: 'PascalCase', forbiddenPrefixes: ['Interface'], forbiddenSuffixes: ['Interface'] },
          EnumTypeDefinition: { style: 'PascalCase', forbiddenPrefixes: ['Enum'], forbiddenSuffixes: ['Enum'] },
        },
      ],
      '@graphql-eslint/unique-enum-value-names': 'error',

      // Whole, and nothing in it that no query can reach.
      '@graphql-eslint/no-unreachable-types': 'error',
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
      '@graphql-eslint/known-argument-names': 'error',
      '@graphql-eslint/known-directives': 'error',
      '@graphql-eslint/known-type-names': 'error',
      '@graphql-eslint/lone-schema-definition': 'error',
      '@graphql-eslint/provided-required-arguments': 'error',
      '@graphql-eslint/unique-directive-names': 'error',
      '@graphql-eslint/unique-directive-names-per-location': 'error',
      '@graphql-eslint/unique-field-definition-names': 'error',
      '@graphql-eslint/unique-operation-types': 'error',
      '@graphql-eslint/unique-type-names': 'error',
    },
  },
];
