/* SPDX-License-Identifier: MIT */
/*
 * train: a network of one hidden layer learns which of two spirals a point is
 * on, by stochastic gradient descent; for each of three rates a line every
 * step, as CSV: rate, step, loss, accuracy. The seed is fixed.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#define HIDDEN 24
#define BATCH 16
#define STEPS 3000

struct net {
    double in[HIDDEN][3]; /* two weights and a bias */
    double out[HIDDEN + 1];
};

static double uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static int sample(uint64_t *state, double *x, double *y)
{
    const int side = uniform(state) < 0.5;
    const double turn = uniform(state) * 7.0, r = 0.1 + turn / 8.0;
    const double angle = turn + (side ? 3.14159265358979 : 0);

    *x = r * cos(angle) + 0.03 * (uniform(state) - 0.5);
    *y = r * sin(angle) + 0.03 * (uniform(state) - 0.5);
    return side;
}

/* One sample forward and backward: its loss; `right` is counted up. */
static double learn(struct net *net, struct net *grad, uint64_t *state,
                    int *right)
{
    double x, y, sum, hidden[HIDDEN];
    const int side = sample(state, &x, &y);

    sum = net->out[HIDDEN];
    for (int i = 0; i < HIDDEN; i++) {
        hidden[i] =
            tanh(4 * (net->in[i][0] * x + net->in[i][1] * y) + net->in[i][2]);
        sum += net->out[i] * hidden[i];
    }
    const double p = 1 / (1 + exp(-sum)), error = p - side;
    for (int i = 0; i < HIDDEN; i++) {
        const double back = error * net->out[i] * (1 - hidden[i] * hidden[i]);

        grad->out[i] += error * hidden[i];
        grad->in[i][0] += back * 4 * x;
        grad->in[i][1] += back * 4 * y;
        grad->in[i][2] += back;
    }
    grad->out[HIDDEN] += error;
    *right += (p > 0.5) == side;
    return -log(fmax(1e-12, side ? p : 1 - p));
}

static void train(double rate)
{
    uint64_t state = 42;
    struct net net;

    for (int i = 0; i < HIDDEN; i++) {
        for (int k = 0; k < 3; k++)
            net.in[i][k] = 2 * uniform(&state) - 1;
        net.out[i] = 2 * uniform(&state) - 1;
    }
    net.out[HIDDEN] = 0;
    for (int step = 1; step <= STEPS; step++) {
        struct net grad = {0};
        double loss = 0, *w = (double *)&net, *g = (double *)&grad;
        int right = 0;

        for (int i = 0; i < BATCH; i++)
            loss += learn(&net, &grad, &state, &right);
        for (size_t i = 0; i < sizeof(net) / sizeof(double); i++)
            w[i] -= rate / BATCH * g[i];
        if (step % 2 == 0)
            printf("%g,%d,%.4f,%.4f\n", rate, step, loss / BATCH,
                   (double)right / BATCH);
    }
}

int main(void)
{
    puts("rate,step,loss,accuracy");
    train(0.05);
    train(0.3);
    train(1.5);
    return 0;
}
