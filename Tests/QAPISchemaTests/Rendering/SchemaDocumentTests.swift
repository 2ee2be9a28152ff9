import Testing

@testable import QAPISchema

struct SchemaDocumentTests {
    @Test func `definitions and free-form text come in the order of the file`() throws {
        let document = SchemaDocument(
            try schema(
                """
                ##
                # = Title
                #
                # About @everything.
                ##

                ##
                # == Part
                ##

                ##
                # @Kind:
                #
                # What kinds there are.
                #
                # @a: first
                #
                # @b: second
                #     and more
                #
                # Features:
                #
                # @new: not old
                #
                # Since: 1.0
                ##
                { 'enum': 'Kind', 'data': [ 'a', { 'name': 'b', 'if': 'HAVE_B' } ],
                  'features': [ { 'name': 'new', 'if': 'HAVE_NEW' } ], 'if': 'HAVE_KIND' }

                ##
                # Last words
                ##
                """)
        ).markdown
        #expect(
            document == """
                # QAPI schema `schema`

                - [schema](#module-schema)

                ## Module `schema`

                ### Title

                About `everything`.

                #### Part

                #### enum `Kind`

                *Only if HAVE_KIND.*

                What kinds there are.

                **Values**

                - `a` — first
                - `b` (only if HAVE_B)

                  second
                  and more

                **Features**

                - `new` (only if HAVE_NEW) — not old

                *Since 1.0.*

                Last words

                """)
    }

    @Test func `a command shows arguments, result, errors and how it may run`() throws {
        let document = SchemaDocument(
            try schema(
                """
                { 'pragma': { 'documentation-exceptions': [ 'go' ] } }
                ##
                # @go:
                #
                # Goes.
                #
                # @x: how far
                #
                # Features:
                #
                # @deprecated: use the car
                #
                # Returns: where
                #
                # Errors:
                #     - when it rains
                #
                # TODO: nothing for users
                #
                # Since: 2.0
                ##
                { 'command': 'go', 'returns': [ 'Part' ], 'allow-oob': true, 'success-response': false,
                  'data': { 'x': { 'type': 'int', 'features': [ 'deprecated' ] }, '*y': 'Part' } }
                { 'struct': 'Part', 'data': {} }
                """)
        ).markdown
        #expect(
            document.contains(
                """
                #### command `go`

                Goes.

                **Arguments**

                - `x`: `int` (`deprecated`) — how far
                - `y`: [`Part`](#struct-part) (optional) — Not documented.

                There is no answer when the command succeeds. May run out of band.

                **Features**

                - `deprecated` — use the car

                **Returns** array of [`Part`](#struct-part)

                where

                **Errors**

                - when it rains

                *Since 2.0.*

                #### struct `Part`
                """))
        #expect(!document.contains("TODO") && !document.contains("nothing for users"))
    }

    @Test func `a union shows common members and which value brings more`() throws {
        let document = SchemaDocument(
            try schema(
                """
                { 'enum': 'Kind', 'data': [ 'a', 'b' ] }
                { 'union': 'Uni', 'base': 'Base', 'discriminator': 'k', 'data': { 'a': { 'type': 'Part', 'if': 'HAVE_A' } } }
                { 'struct': 'Base', 'data': { 'k': 'Kind' } }
                { 'struct': 'Part', 'base': 'Base2', 'data': { 'x': 'int' } }
                { 'struct': 'Base2', 'data': {} }
                { 'alternate': 'Alt', 'data': { 'p': 'Part', 'n': 'int' } }
                { 'event': 'GO', 'data': 'Part' }
                { 'command': 'get', 'returns': 'Part' }
                """)
        ).markdown
        for part in [
            """
            #### union `Uni`

            **Members**

            - The members of [`Base`](#struct-base)

            **More members by `k`**

            - `a`: those of [`Part`](#struct-part) (only if HAVE_A)

            """,
            """
            **Members**

            - The members of [`Base2`](#struct-base2)
            - `x`: `int` — Not documented.

            """,
            "**One of**\n\n- `p`: [`Part`](#struct-part)\n- `n`: `int`\n",
            "#### command `get`\n\n**Returns** [`Part`](#struct-part)\n",
            "#### event `GO`\n\n**Data**\n\n- The members of [`Part`](#struct-part)\n",
        ] { #expect(document.contains(part), "\(part)") }
    }
}
