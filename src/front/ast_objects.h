/* ast_objects.h - a parsed tree as objects of the module _ast. */
#ifndef TAU_FRONT_AST_OBJECTS_H
#define TAU_FRONT_AST_OBJECTS_H

#include "front/ast.h"
#include "front/context.h"

/* ERROR with the exception. */
Value ast_objects(Context *context, const AstModule *module);

#endif
