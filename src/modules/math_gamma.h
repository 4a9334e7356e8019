/* math_gamma.h - gamma and log-gamma, as the module math defines them. */
#ifndef TAU_MODULES_MATH_GAMMA_H
#define TAU_MODULES_MATH_GAMMA_H

/* Report poles and overflow in errno: EDOM, ERANGE. */
double math_gamma(double x);
double math_lgamma(double x);

#endif
