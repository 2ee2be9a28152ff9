/*
 * Unit attentions of one slot: posters OR a bit into the mask and then set UA in the word; the owner, who is one queue's
 * thread or another at a time, clears UA in the word first and takes the mask after it.
 *
 * Asserted, I7: each attention that was posted is taken exactly once, and none waits behind a word that doesn't say so.
 *
 * MASK_FIRST        the owner takes the mask, then clears the word: an attention between the two is never looked for
 * TAKE_NOT_ATOMIC   the owner reads the mask and clears it in two steps: one posted between them is lost
 */
#define POSTS 2
#define OWNERS 2

bit attention = 0;
byte mask = 0;
byte posted = 0;
byte taken = 0;
byte postersOver = 0;
byte ownersOver = 0;

proctype poster(byte bits) {
    mask = mask | bits;
    posted = posted | bits;
    attention = 1;
    postersOver++
}

inline take() {
#ifdef TAKE_NOT_ATOMIC
    found = mask;
    mask = 0;
#else
    atomic { found = mask; mask = 0 };
#endif
    assert((taken & found) == 0);
    taken = taken | found
}

/* A thread of the slot's owner that meets UA in the word. */
proctype owner() {
    byte found;
    do
    :: attention ->
#ifdef MASK_FIRST
        take();
        attention = 0
#else
        attention = 0;
        take()
#endif
    :: postersOver == POSTS && !attention -> break
    od;
    ownersOver++
}

active proctype end() {
    (ownersOver == OWNERS);
    assert(mask == 0 && taken == posted)
}

init {
    atomic { run poster(1); run poster(2); run owner(); run owner() }
}
